namespace Audio.Protocol.V2;

internal sealed record V2ServerMessage<T>(string Type, long Timestamp, T Data);

internal sealed record V2Error(string Type, string Error, long Timestamp, V2ErrorData Data);

internal sealed record V2ErrorData(string Message);

/// <summary>The greeting: the <c>status</c> of version 3 with that of version 2 in <c>data</c>.</summary>
internal sealed record V2Greeting(
    string Type,
    string ClientId,
    bool Connected,
    bool SessionActive,
    string? SessionStats,
    long Timestamp,
    V2Status Data
);

internal sealed record V2Heartbeat(string Status);

internal sealed record V2Status(string State, double BufferUtilization, long AudioPosition, V2Performance Performance);

internal sealed record V2Performance(
    bool IsPlaying,
    bool IsPaused,
    double BufferUtilization,
    long LastHeartbeat,
    V2Stats Stats,
    V2Timing Timing
);

internal sealed record V2Stats(
    long ChunksReceived,
    long BytesProcessed,
    long AudioPosition,
    int Underruns,
    double BufferUtilization,
    double ExpectedDuration,
    double ActualDuration,
    double PlaybackStartTime,
    double PlaybackEndTime,
    double FirstChunkTime,
    double LastChunkTime,
    long TotalChunksReceived,
    double AverageChunkSize,
    double ProcessingOverhead,
    double TimingAccuracy
);

internal sealed record V2Timing(
    double ExpectedDuration,
    double ActualDuration,
    double PlaybackStartTime,
    double PlaybackEndTime,
    long TotalChunks,
    double FirstChunkTime,
    double LastChunkTime,
    string Accuracy,
    string ProcessingOverhead,
    string AverageChunkSize
);

internal sealed record V2TimingAnalysis(
    V2Basic Basic,
    V2ChunkAnalysis ChunkAnalysis,
    V2PlaybackAnalysis PlaybackAnalysis,
    V2Throughput Performance
);

internal sealed record V2Basic(
    double ExpectedDuration,
    double ActualDuration,
    string Accuracy,
    string ProcessingOverhead
);

internal sealed record V2ChunkAnalysis(
    long TotalChunks,
    string AverageChunkSize,
    double FirstChunkTime,
    double LastChunkTime,
    double ChunkDeliveryTime,
    double AverageChunkDeliveryTime
);

internal sealed record V2PlaybackAnalysis(
    double PlaybackStartTime,
    double PlaybackEndTime,
    double PlaybackDuration,
    double BufferUtilization,
    int Underruns
);

internal sealed record V2Throughput(
    double BytesPerSecond,
    long TotalBytesProcessed,
    long BufferCapacity,
    long BufferSize,
    double EffectiveBytesPerSecond
);
