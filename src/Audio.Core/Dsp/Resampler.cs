namespace Audio.Core.Dsp;

/// <summary>
/// Resamples a stream from any rate to the mix rate with a polyphase windowed sinc, without a time shift: output frame
/// n is exactly at input time <c>n * in / out</c>. There is no delay at the start, and <see cref="Flush"/> produces the
/// tail: <c>ceil(inputFrames * out / in)</c> frames in total. The output is bit-identical however the spans are cut.
/// Not thread safe: it belongs to its session. Allocates nothing after construction.
/// </summary>
/// <remarks>
/// Passband to 0.9 of the lower rate's Nyquist frequency, aliases and images 110 dB down from 1.1 of it; if the output
/// rate is at least 2.5 times the input rate, as from 16 to 48 kHz, 3 dB down at 0.95 and images 130 dB down from 1. A
/// rate that divides the mix rate (24,000 of 48,000 Hz) has its own path: each phase is one filter over consecutive
/// input samples, and with the short filter the phase on the input's own samples is a copy.
/// </remarks>
internal sealed class Resampler
{
    private const int MaxCycles = 4 * ResamplerKernels.ConvolveWidth;

    // Immutable.
    private readonly ResamplerFilter _filter;
    private readonly int _up; // output rate in lowest terms; the number of phases
    private readonly int _down; // input rate in lowest terms
    private readonly bool _copiesPhase0; // an output frame that coincides with an input frame is a copy of it
    private readonly int _channels;

    // Session only.
    private readonly ResamplerInput _input;
    private readonly float[] _lane; // one phase of one channel, before it is interleaved with the others
    private int _phase; // of the next output frame, in 1/_up of an input frame
    private long _inputFrames;
    private long _outputFrames;
    private bool _flushing;

    /// <summary>Creates a resampler.</summary>
    /// <param name="inputRate">In hertz, 1 to 768,000.</param>
    /// <param name="outputRate">The mix rate in hertz, 8,000 to 192,000.</param>
    /// <param name="channels">1, or 2 interleaved.</param>
    /// <param name="designs">
    /// Designs its filter, which then may not be there yet: see <see cref="IsReady"/>. <see langword="null"/>: it is
    /// designed here, unless it is cached.
    /// </param>
    public Resampler(int inputRate, int outputRate, int channels, FilterDesigns? designs = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputRate, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inputRate, 768_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputRate, 8_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(outputRate, 192_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 2);
        int divisor = ResamplerFilterCache.GreatestCommonDivisor(inputRate, outputRate);
        (_up, _down) = (outputRate / divisor, inputRate / divisor);
        _filter = ResamplerFilterCache.Shared.Get(FilterShape.For(_up, _down));
        if (designs is null)
            _filter.Design();
        else
            designs.Want(_filter);
        _copiesPhase0 = _filter.Shape.Prototype.Cutoff == 1 && _down == 1;
        _channels = channels;
        _input = new ResamplerInput(channels, _filter.Taps, ResamplerKernels.ConvolveWidth);
        _lane = new float[MaxCycles];
    }

    /// <summary>Whether its filter is designed; until then it can only be asked for its measures.</summary>
    public bool IsReady => _filter.IsDesigned;

    /// <summary>Whether <see cref="Process"/> can produce more without more input.</summary>
    public bool HasOutput => HasWindow;

    /// <summary>
    /// Frames due for the input so far that cannot be computed yet, because their windows reach beyond the last input
    /// frame.
    /// </summary>
    public int TailFrames => (int)Math.Min(int.MaxValue, TotalFrames - _outputFrames);

    /// <summary>The largest <see cref="TailFrames"/> once <see cref="HasOutput"/> is false.</summary>
    public long MaxTailFrames => (long)_filter.Taps / 2 * _up / _down + 1;

    private long TotalFrames => (_inputFrames * _up + _down - 1) / _down;

    /// <summary>
    /// Resamples until all input is consumed and no more output can be made from it, or until the output is full. If
    /// the output was full, call it again, even with an empty input.
    /// </summary>
    /// <param name="input">Interleaved samples; a whole number of frames.</param>
    /// <param name="output">The interleaved output; only whole frames are used.</param>
    /// <param name="samplesConsumed">Samples taken from the input.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_flushing)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        while (true)
        {
            samplesWritten += Produce(output[samplesWritten..]);
            if (output.Length - samplesWritten < _channels)
                return;
            int taken = _input.Accept(input[samplesConsumed..]);
            if (taken == 0)
                return;
            samplesConsumed += taken * _channels;
            _inputFrames += taken;
        }
    }

    /// <summary>Ends the stream and writes what the filter still holds.</summary>
    /// <param name="output">The interleaved output.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    /// <returns><see langword="true"/>: all is out. <see langword="false"/>: call again with more room.</returns>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        _flushing = true;
        samplesWritten = 0;
        while (TailFrames is > 0 and int left)
        {
            int room = Math.Min((output.Length - samplesWritten) / _channels, left);
            if (room == 0)
                return false;
            int written = Produce(output.Slice(samplesWritten, room * _channels));
            if (written == 0)
                _input.AcceptSilence();
            samplesWritten += written;
        }

        return true;
    }

    /// <summary>
    /// Writes the tail as it is if no more comes for a while: as though the last input frame continued, as it does for
    /// an input that runs dry (docs/adr/0010-starvation-fades-on-the-last-frame.md). Later input continues after it.
    /// Call it when <see cref="HasOutput"/> is false.
    /// </summary>
    /// <param name="output">The interleaved output; only whole frames are used.</param>
    /// <returns>Samples written; fewer than the tail when the output is full.</returns>
    public int LetOut(Span<float> output)
    {
        int frames = Math.Min(output.Length / _channels, TailFrames);
        if (frames == 0)
            return 0;
        int filled = _input.Hold(_filter.Taps / 2);
        int written = Produce(output[..(frames * _channels)]);
        _input.Release(filled);
        return written;
    }

    /// <summary>Writes what <see cref="LetOut"/> would, without changing anything.</summary>
    /// <returns>Samples written.</returns>
    public int Preview(Span<float> output)
    {
        _input.MakeRoom(_filter.Taps / 2); // first, because it may move the windows
        (int start, int phase, long made) = (_input.Start, _phase, _outputFrames);
        int written = LetOut(output);
        _input.MoveTo(start);
        (_phase, _outputFrames) = (phase, made);
        return written;
    }

    /// <summary>
    /// Clears the filter's history, because silence has followed the tail. The frame count continues.
    /// </summary>
    public void Forget() => _input.Silence();

    /// <summary>Resets it for the next stream.</summary>
    public void Reset()
    {
        _input.Clear();
        _phase = 0;
        _inputFrames = 0;
        _outputFrames = 0;
        _flushing = false;
    }

    /// <summary>Produces as much output as the held input allows.</summary>
    /// <returns>Samples written.</returns>
    private int Produce(Span<float> output)
    {
        int frames = output.Length / _channels;
        int written =
            _filter.IsInterpolated ? ProduceInterpolated(output, frames)
            : _down == 1 ? ProduceCycles(output, frames)
            : ProduceExact(output, frames);
        _outputFrames += written;
        return written * _channels;
    }

    private int ProduceExact(Span<float> output, int frames)
    {
        int i = ProduceExactSideBySide(output, frames);
        for (; i < frames && HasWindow; i++)
        {
            ReadOnlySpan<float> row = _filter.Row(_phase);
            for (int c = 0; c < _channels; c++)
                output[i * _channels + c] = ResamplerKernels.Dot(row, _input.Window(c));
            Step();
        }

        return i;
    }

    /// <summary>Produces frames in groups of <see cref="ResamplerKernels.DotWidth"/>.</summary>
    private int ProduceExactSideBySide(Span<float> output, int frames)
    {
        const int width = ResamplerKernels.DotWidth;
        Span<int> rows = stackalloc int[width];
        Span<int> windows = stackalloc int[width];
        Span<float> made = stackalloc float[width];
        (int wholeStep, int partStep) = (_down / _up, _down % _up);
        int last = _input.Filled - _input.Start - _filter.Taps; // the last complete window
        (int window, int phase) = (0, _phase);
        int i = 0;
        while (true)
        {
            (int nextWindow, int nextPhase) = (window, phase);
            for (int j = 0; j < width; j++)
            {
                rows[j] = nextPhase * _filter.Taps;
                windows[j] = nextWindow;
                nextWindow += wholeStep;
                nextPhase += partStep;
                if (nextPhase < _up)
                    continue;
                nextPhase -= _up;
                nextWindow++;
            }

            if (i > frames - width || windows[width - 1] > last)
                break;
            for (int c = 0; c < _channels; c++)
            {
                ResamplerKernels.Dot4(_filter.Table, _filter.Taps, rows, _input.Window(c), windows, made);
                for (int j = 0; j < width; j++)
                    output[(i + j) * _channels + c] = made[j];
            }

            (window, phase) = (nextWindow, nextPhase);
            i += width;
        }

        _input.Skip(window);
        _phase = phase;
        return i;
    }

    private int ProduceInterpolated(Span<float> output, int frames)
    {
        int i = 0;
        for (; i < frames && HasWindow; i++)
        {
            long scaled = (long)_phase * _filter.Rows;
            int row = (int)(scaled / _up);
            float between = (float)(scaled - (long)row * _up) / _up;
            for (int c = 0; c < _channels; c++)
            {
                (float first, float second) = ResamplerKernels.Dot(
                    _filter.Row(row),
                    _filter.Row(row + 1),
                    _input.Window(c)
                );
                output[i * _channels + c] = first + between * (second - first);
            }

            Step();
        }

        return i;
    }

    /// <summary>
    /// Each input frame is one cycle of all phases; complete cycles are computed phase by phase, many at once.
    /// </summary>
    private int ProduceCycles(Span<float> output, int frames)
    {
        int written = 0;
        while (written < frames && HasWindow)
        {
            int windows = _input.Filled - _input.Start - _filter.Taps + 1;
            int cycles = _phase == 0 ? Math.Min(Math.Min(windows, (frames - written) / _up), MaxCycles) : 0;
            Span<float> target = output[(written * _channels)..];
            if (cycles > 0)
            {
                MakeCycles(target, cycles);
                _input.Skip(cycles);
                written += cycles * _up;
            }
            else
            {
                for (int c = 0; c < _channels; c++)
                    target[c] = Lane(_phase, c, 1)[0];
                Step();
                written++;
            }
        }

        return written;
    }

    private void MakeCycles(Span<float> output, int cycles)
    {
        if (_up == 2 && _channels == 1)
        {
            Interleave.Merge(Lane(0, 0, cycles), Lane(1, 0, cycles), output);
            return;
        }

        int stride = _up * _channels;
        for (int phase = 0; phase < _up; phase++)
        {
            for (int c = 0; c < _channels; c++)
            {
                ReadOnlySpan<float> lane = Lane(phase, c, cycles);
                int at = phase * _channels + c;
                for (int j = 0; j < lane.Length; j++, at += stride)
                    output[at] = lane[j];
            }
        }
    }

    /// <summary>
    /// Computes one phase of one channel for this many cycles; valid until the next call for a phase other than 0.
    /// </summary>
    private ReadOnlySpan<float> Lane(int phase, int channel, int cycles)
    {
        // The short sinc is 0 at all of the input's samples but one, so phase 0 is the input itself.
        if (phase == 0 && _copiesPhase0)
            return _input.Window(channel).Slice(_filter.Taps / 2 - 1, cycles);
        int width =
            (cycles + ResamplerKernels.ConvolveWidth - 1)
            / ResamplerKernels.ConvolveWidth
            * ResamplerKernels.ConvolveWidth;
        ResamplerKernels.Convolve(_filter.Row(phase), _input.Window(channel), _lane.AsSpan(0, width));
        return _lane.AsSpan(0, cycles);
    }

    private bool HasWindow => _input.Start + _filter.Taps <= _input.Filled;

    private void Step()
    {
        _phase += _down;
        if (_phase < _up)
            return;
        _input.Skip(_phase / _up);
        _phase %= _up;
    }
}
