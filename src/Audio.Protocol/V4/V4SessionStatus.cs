namespace Audio.Protocol.V4;

/// <summary>The state of a session, in <c>status</c> and in <c>resumed</c>.</summary>
/// <param name="SessionId">Its name.</param>
/// <param name="Handle">Its handle on this connection.</param>
/// <param name="State">One of <see cref="V4SessionStates"/>.</param>
/// <param name="Received">
/// The bytes of its stream that the daemon has received: the offset of the next chunk frame.
/// </param>
/// <param name="Limit">The offset up to which the client may send.</param>
/// <param name="Played">The bytes of its stream that were heard.</param>
/// <param name="Volume">Its gain.</param>
/// <param name="Underruns">The number of gaps so far.</param>
public sealed record V4SessionStatus(
    string SessionId,
    uint Handle,
    string State,
    long Received,
    long Limit,
    long Played,
    double Volume,
    int Underruns
);
