namespace Audio.Protocol.V3;

internal sealed record V3SessionStopped(string Type, string ClientId, long Timestamp, V3Stats Stats);
