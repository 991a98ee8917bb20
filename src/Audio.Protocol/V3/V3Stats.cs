namespace Audio.Protocol.V3;

/// <summary>The <c>stats</c> of a version 3 session.</summary>
/// <param name="BytesReceived">Bytes after decoding.</param>
/// <param name="ChunksProcessed">Chunks decoded.</param>
/// <param name="StartTime">
/// When the first chunk arrived, in Unix milliseconds; <see langword="null"/> before that.
/// </param>
/// <param name="EndTime">When the session was stopped; <see langword="null"/> before that.</param>
public sealed record V3Stats(long BytesReceived, long ChunksProcessed, long? StartTime, long? EndTime);
