namespace Audio.Protocol.V4;

/// <summary><c>ping</c>, answered with <c>pong</c>.</summary>
public sealed record V4Ping() : V4ClientMessage("ping");
