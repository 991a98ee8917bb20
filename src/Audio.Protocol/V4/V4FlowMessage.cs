namespace Audio.Protocol.V4;

/// <summary>
/// The client may send up to <see cref="Limit"/>. <see cref="V4Flow"/> reads and writes it without allocating.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Handle">Its handle on this connection.</param>
/// <param name="Received">Bytes of its stream that are here.</param>
/// <param name="Limit">The offset up to which the client may send; never falls.</param>
/// <param name="Played">Bytes of its stream that were heard.</param>
public sealed record V4FlowMessage(string SessionId, uint Handle, long Received, long Limit, long Played)
    : V4ServerMessage("flow");
