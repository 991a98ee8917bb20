using Audio.Core.Buffers;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Which frame of the stream, at its own rate, is which in its jitter buffer, at the mix rate; all count from the
/// start. Any thread.
/// </summary>
/// <param name="rate">The stream's.</param>
/// <param name="buffer">Where the stages lead to.</param>
/// <param name="effects">May leave frames out, or make more of them.</param>
/// <param name="limit">May leave frames out.</param>
internal sealed class StreamMap(
    int rate,
    JitterBuffer buffer,
    SessionEffects? effects = null,
    LatencyLimit? limit = null
)
{
    private readonly int _mixRate = buffer.Format.SampleRate;

    /// <summary>All frames of the stream that were skipped.</summary>
    public long FramesSkipped => ToStream(limit?.Skipped ?? 0);

    /// <summary>The frame of the stream that a frame in the buffer comes from.</summary>
    public long ToStreamFrame(long bufferFrame) => ToStream(effects?.ToInput(bufferFrame) ?? bufferFrame);

    /// <summary>
    /// The frame in the buffer that a frame of the stream comes out as; where an effect leaves it out, the next that is
    /// heard. <see langword="null"/>: it is not in the buffer yet.
    /// </summary>
    public long? ToBufferFrame(long streamFrame)
    {
        long frame = ToMix(streamFrame);
        if (effects is not null)
            return effects.ToOutput(frame);
        return frame < buffer.FramesWritten ? frame : null;
    }

    /// <summary>
    /// Frames of the first so many of the stream that were skipped, because more was held than may be.
    /// </summary>
    public long SkippedUpTo(long streamFrame) => limit is null ? 0 : ToStream(limit.SkippedUpTo(ToMix(streamFrame)));

    private long ToStream(long frame) => (long)((Int128)frame * rate / _mixRate);

    private long ToMix(long frame) => (long)((Int128)frame * _mixRate / rate);
}
