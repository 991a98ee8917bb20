namespace Audio.Protocol.V4;

/// <summary>The <c>stats</c> of <c>session_stopped</c>, as in version 3.</summary>
/// <param name="BytesReceived">Bytes of the stream.</param>
/// <param name="ChunksProcessed">Chunk frames.</param>
/// <param name="StartTime">When the first came; null before.</param>
/// <param name="EndTime">When the session was stopped.</param>
public sealed record V4Stats(long BytesReceived, long ChunksProcessed, long? StartTime, long? EndTime);
