namespace Audio.Protocol.V3;

internal sealed record V3Pong(string Type, long Timestamp);
