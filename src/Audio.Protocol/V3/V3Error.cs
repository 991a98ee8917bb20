namespace Audio.Protocol.V3;

internal sealed record V3Error(string Type, string Error, long Timestamp);
