namespace Audio.Protocol.V4;

/// <summary>Answers <c>mark</c>: the mark is set.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Offset">Its offset in the stream, in bytes.</param>
/// <param name="Name">The name of the mark.</param>
public sealed record V4MarkSet(string SessionId, long Offset, string Name) : V4Reply("mark_set");
