namespace Audio.Protocol.V4;

/// <summary>Answers <c>mark</c>: it was taken.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Offset">Its stream offset in bytes.</param>
/// <param name="Name">What it is called.</param>
public sealed record V4MarkSet(string SessionId, long Offset, string Name) : V4Reply("mark_set");
