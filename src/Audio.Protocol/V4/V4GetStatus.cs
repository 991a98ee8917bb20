namespace Audio.Protocol.V4;

/// <summary><c>get_status</c>, answered with <c>status</c>.</summary>
public sealed record V4GetStatus() : V4ClientMessage("get_status");
