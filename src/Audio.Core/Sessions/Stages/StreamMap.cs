using Audio.Core.Buffers;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Maps frames of a stream, at its own rate, to frames in its jitter buffer, at the mix rate; both count from the
/// start. Any thread.
/// </summary>
/// <param name="rate">The stream's rate.</param>
/// <param name="buffer">The jitter buffer.</param>
/// <param name="effects">The effects, which may drop or add frames.</param>
/// <param name="limit">The latency limit, which may skip frames.</param>
internal sealed class StreamMap(
    int rate,
    JitterBuffer buffer,
    SessionEffects? effects = null,
    LatencyLimit? limit = null
)
{
    private readonly int _mixRate = buffer.Format.SampleRate;

    /// <summary>Frames of the stream that were skipped.</summary>
    public long FramesSkipped => ToStream(limit?.Skipped ?? 0);

    /// <summary>The stream frame of a frame in the buffer.</summary>
    public long ToStreamFrame(long bufferFrame) => ToStream(effects?.ToInput(bufferFrame) ?? bufferFrame);

    /// <summary>
    /// The frame in the buffer of a stream frame; if an effect dropped it, the next frame that is heard. <see
    /// langword="null"/>: it is not in the buffer yet.
    /// </summary>
    public long? ToBufferFrame(long streamFrame)
    {
        long frame = ToMix(streamFrame);
        if (effects is not null)
            return effects.ToOutput(frame);
        return frame < buffer.FramesWritten ? frame : null;
    }

    /// <summary>Frames skipped among this many frames of the stream, because too much was held.</summary>
    public long SkippedUpTo(long streamFrame) => limit is null ? 0 : ToStream(limit.SkippedUpTo(ToMix(streamFrame)));

    private long ToStream(long frame) => (long)((Int128)frame * rate / _mixRate);

    private long ToMix(long frame) => (long)((Int128)frame * _mixRate / rate);
}
