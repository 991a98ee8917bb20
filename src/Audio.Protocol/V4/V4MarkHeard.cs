namespace Audio.Protocol.V4;

/// <summary>A place of the stream that was marked is heard.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Offset">Its stream offset in bytes.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4MarkHeard(string SessionId, long Offset, string Name, long Timestamp)
    : V4ServerMessage("mark_heard");
