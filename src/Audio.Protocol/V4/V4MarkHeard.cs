namespace Audio.Protocol.V4;

/// <summary>A mark was heard.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Offset">Its offset in the stream, in bytes.</param>
/// <param name="Name">The name of the mark.</param>
/// <param name="Timestamp">Now.</param>
public sealed record V4MarkHeard(string SessionId, long Offset, string Name, long Timestamp)
    : V4ServerMessage("mark_heard");
