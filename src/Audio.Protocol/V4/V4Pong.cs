namespace Audio.Protocol.V4;

/// <summary>Answers <c>ping</c>.</summary>
public sealed record V4Pong(long Timestamp) : V4Reply("pong");
