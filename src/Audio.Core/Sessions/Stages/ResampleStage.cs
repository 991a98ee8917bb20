using Audio.Core.Buffers;
using Audio.Core.Dsp;

namespace Audio.Core.Sessions.Stages;

/// <summary>Converts the stream's rate to the mix rate.</summary>
/// <param name="resampler">The resampler.</param>
/// <param name="inputRate">The stream's rate.</param>
/// <param name="buffer">The jitter buffer, which takes the provisional tail directly.</param>
/// <param name="next">The next stage.</param>
internal sealed class ResampleStage(Resampler resampler, int inputRate, JitterBuffer buffer, IMixRateStage next)
    : ISampleStage
{
    // Session scheduler only.
    private readonly float[] _scratch = new float[DecodeStage.StepSamples];
    private int _start;
    private int _end;
    private bool _isNew; // there was input since the last preview
    private bool _tailWaits; // the next stages cannot compute the output of the tail
    private bool _flushed;

    /// <inheritdoc/>
    public long FreeFrames
    {
        get
        {
            int mixRate = buffer.Format.SampleRate;
            long frames = next.FreeFrames * inputRate / mixRate;
            return _flushed
                ? frames
                : frames - Math.Min((long)resampler.TailFrames * inputRate / mixRate + 1, frames / 2);
        }
    }

    /// <inheritdoc/>
    public bool IsHolding => _tailWaits || next.IsHolding;

    /// <inheritdoc/>
    public Span<float> GetSpan() => _scratch;

    /// <inheritdoc/>
    public void Advance(int samples)
    {
        (_start, _end) = (0, samples);
        _isNew |= samples > 0;
    }

    /// <inheritdoc/>
    public bool Drain()
    {
        if (!resampler.IsReady)
            return false; // the samples wait here; whoever pushes tries again soon
        while (_start < _end || (!_flushed && resampler.HasOutput))
        {
            Span<float> room = next.GetSpan();
            if (room.IsEmpty)
                return false;
            resampler.Process(_scratch.AsSpan(_start.._end), room, out int taken, out int samples);
            _start += taken;
            next.Advance(samples);
        }
        return next.Drain();
    }

    /// <summary>
    /// The resampler needs later input to produce the last milliseconds of what came. If nothing follows, they are
    /// heard anyway: computed as if no more came, and recomputed with each chunk
    /// (docs/adr/0011-the-tail-is-heard-provisionally.md).
    /// </summary>
    public void Preview()
    {
        if (!_isNew || _flushed || resampler.TailFrames == 0 || buffer.TailSpan.IsEmpty)
            return;
        _isNew = false;
        Span<float> tail = buffer.TailSpan;
        int samples = resampler.Preview(tail);
        _tailWaits = !next.Preview(tail[..samples], out int made);
        buffer.AdvanceTail(made);
    }

    /// <inheritdoc/>
    public bool LetOut() => LetOutTail() && next.LetOut();

    /// <inheritdoc/>
    public bool BeginAnew()
    {
        if (_tailWaits || (!_flushed && buffer.TailSpan.IsEmpty))
            return true;
        if (!LetOutTail() || !next.BeginAnew())
            return false;
        resampler.Forget();
        return true;
    }

    /// <inheritdoc/>
    public bool Flush() => End() && next.Flush();

    /// <summary>Lets out what the resampler holds; it takes no more.</summary>
    /// <returns>Whether everything is out.</returns>
    public bool End()
    {
        while (!_flushed)
        {
            Span<float> room = next.GetSpan();
            if (room.IsEmpty)
                return false;
            _flushed = resampler.Flush(room, out int samples);
            next.Advance(samples);
        }
        return true;
    }

    private bool LetOutTail()
    {
        while (!_flushed && resampler.TailFrames > 0)
        {
            Span<float> room = next.GetSpan();
            if (room.IsEmpty)
                return false;
            next.Advance(resampler.LetOut(room));
        }

        _tailWaits = false;
        return true;
    }
}
