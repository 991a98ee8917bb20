namespace Audio.Protocol.V3;

internal sealed record V3Status(
    string Type,
    string ClientId,
    bool Connected,
    bool SessionActive,
    V3Stats? SessionStats,
    long Timestamp
);
