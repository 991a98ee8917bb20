namespace Audio.Protocol.V3;

internal sealed record V3Welcome(string Type, string ClientId, long Timestamp, string Message);
