namespace Audio.Protocol.V3;

internal sealed record V3SessionStarted(string Type, string ClientId, long Timestamp, V3AudioFormat AudioFormat);
