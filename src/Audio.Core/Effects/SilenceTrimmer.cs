using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// Takes away silence that a speech producer puts before and after its sentences, and shortens long pauses within. Adds
/// no delay: a frame above the threshold comes out at once. A pause short enough passes bit for bit; from a longer one
/// the middle is cut out, and the two ends are faded into each other over <see cref="FadeTime"/>.
/// </summary>
/// <remarks>
/// A frame is silent when no channel exceeds the threshold. The <see cref="Lead"/> in front of the first sound is kept,
/// for a soft consonant begins below any threshold, and of the silence behind the last sound <see cref="Tail"/>, in
/// which a room dies away.
/// </remarks>
internal sealed class SilenceTrimmer : IStreamEffect, IHoldingEffect, IPreviewEffect
{
    /// <summary>What is kept in front of the first sound.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(20);

    /// <summary>What is kept behind the last sound.</summary>
    public static readonly TimeSpan Tail = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the two ends of a cut overlap.</summary>
    public static readonly TimeSpan FadeTime = TimeSpan.FromMilliseconds(5);

    // Immutable.
    private readonly int _channels;
    private readonly float _threshold;
    private readonly int _leadFrames;
    private readonly int _tailFrames;
    private readonly int _fadeFrames;

    // One thread.
    private readonly FrameRing _held; // the end of the silence that is under way, or the lead
    private readonly float[] _afterTail; // the first frames that were held, which the tail goes on into
    private bool _begun; // there was sound
    private long _silent; // frames since the last sound
    private int _releasing; // held frames that are to come out before anything else
    private int _released; // of them, those that are out
    private bool _cut; // frames were dropped between the tail and what is held
    private bool _ending; // no more may come for a while: the tail fades, and what is held is left out
    private bool _flushing;
    private long _consumed; // frames taken from the stream

    /// <summary>Makes the effect for one stream.</summary>
    /// <param name="thresholdDb">What is not above it is silent; in decibels below full scale, -90 to -20.</param>
    /// <param name="maxPause">
    /// How long a pause may be; at least <see cref="Tail"/> and <see cref="Lead"/> together.
    /// </param>
    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channels">1 or 2.</param>
    public SilenceTrimmer(double thresholdDb, TimeSpan maxPause, int sampleRate, int channels)
    {
        _channels = channels;
        _threshold = (float)Decibels.ToFactor(thresholdDb);
        _leadFrames = Frames(Lead, sampleRate);
        _tailFrames = Frames(Tail, sampleRate);
        _fadeFrames = Frames(FadeTime, sampleRate);
        _held = new FrameRing(Math.Max(_leadFrames, Frames(maxPause, sampleRate) - _tailFrames), channels);
        _afterTail = new float[_fadeFrames * channels];
    }

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <inheritdoc/>
    public long PositionFrames => _consumed - _held.Count;

    /// <inheritdoc/>
    public TimeSpan MaxWait => TimeSpan.Zero;

    /// <inheritdoc/>
    public bool IsHolding => _begun && _held.Count > 0;

    /// <inheritdoc/>
    /// <remarks>
    /// Silence that is held is a pause that nobody knows the end of. It passes as silence anyway; what comes then is
    /// trimmed as a start.
    /// </remarks>
    public void Hurry()
    {
        if (IsHolding && _releasing == 0)
            BeginEnd();
    }

    /// <inheritdoc/>
    public int? Preview(Span<float> samples)
    {
        if (_held.Count > 0 || _releasing > 0)
            return 0;
        (bool begun, long silent) = (_begun, _silent);
        for (int at = 0; at < samples.Length; at += _channels)
        {
            bool isSilent = IsSilent(samples.Slice(at, _channels));
            if (isSilent && (!begun || silent >= _tailFrames))
                return at;
            (begun, silent) = (true, isSilent ? silent + 1 : 0);
        }

        return samples.Length;
    }

    /// <inheritdoc/>
    public void Rest()
    {
        // It holds nothing that rings.
    }

    /// <inheritdoc/>
    public void Process(ReadOnlySpan<float> input, Span<float> output, out int samplesConsumed, out int samplesWritten)
    {
        if (_flushing)
            throw new InvalidOperationException("The stream has been flushed; call Reset before the next one.");
        samplesConsumed = 0;
        samplesWritten = 0;
        if (_ending && !End(output, ref samplesWritten))
            return;
        while (Release(output, ref samplesWritten) && samplesConsumed < input.Length)
        {
            ReadOnlySpan<float> frame = input.Slice(samplesConsumed, _channels);
            bool silent = IsSilent(frame);
            if (!silent && _held.Count > 0)
            {
                BeginRelease();
                continue;
            }

            if (silent && (!_begun || _silent >= _tailFrames))
            {
                Hold(frame);
            }
            else
            {
                if (output.Length - samplesWritten < _channels)
                    return;
                frame.CopyTo(output[samplesWritten..]);
                samplesWritten += _channels;
                _begun = true;
            }

            _silent = silent ? _silent + 1 : 0;
            samplesConsumed += _channels;
            _consumed++;
        }
    }

    /// <inheritdoc/>
    public bool Flush(Span<float> output, out int samplesWritten)
    {
        samplesWritten = 0;
        if (!_flushing && !_ending)
        {
            if (!Release(output, ref samplesWritten))
                return false;
            BeginEnd();
        }

        _flushing = true;
        return !_ending || End(output, ref samplesWritten);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _held.Clear();
        (_begun, _silent, _releasing, _released, _cut, _ending, _flushing, _consumed) = (
            false,
            0,
            0,
            0,
            false,
            false,
            false,
            0
        );
    }

    private void BeginEnd() =>
        (_ending, _releasing, _released) = (true, _begun ? Math.Min(_fadeFrames, _held.Count) : 0, 0);

    /// <summary>The tail does not break off, it fades. Behind it the stream begins anew.</summary>
    /// <returns>Whether that is out.</returns>
    private bool End(Span<float> output, ref int samplesWritten)
    {
        while (_releasing > _released)
        {
            if (output.Length - samplesWritten < _channels)
                return false;
            float weight = 1f - (_released + 1f) / (_fadeFrames + 1f);
            for (int channel = 0; channel < _channels; channel++)
                output[samplesWritten++] = _afterTail[_released * _channels + channel] * weight;
            _released++;
        }

        _held.Clear();
        (_begun, _silent, _releasing, _released, _cut, _ending) = (false, 0, 0, 0, false, false);
        return true;
    }

    private void Hold(ReadOnlySpan<float> frame)
    {
        long index = _begun ? _silent - _tailFrames : long.MaxValue;
        if (index < _fadeFrames)
            frame.CopyTo(_afterTail.AsSpan((int)index * _channels));
        if (!_begun && _held.Count == _leadFrames)
            _held.DropOldest();
        _cut |= _held.Count == _held.Capacity || (!_begun && _silent >= _leadFrames);
        _held.Add(frame);
    }

    private void BeginRelease() => (_releasing, _released) = (_held.Count, 0);

    /// <summary>Brings out what is to come first.</summary>
    /// <returns>Whether it is all out.</returns>
    private bool Release(Span<float> output, ref int samplesWritten)
    {
        if (_releasing == 0)
            return true;
        for (; _released < _releasing; _released++)
        {
            if (output.Length - samplesWritten < _channels)
                return false;
            Span<float> frame = output.Slice(samplesWritten, _channels);
            _held.Take(frame);
            if (_cut && _released < _fadeFrames)
                FadeIn(frame);
            samplesWritten += _channels;
        }

        (_releasing, _released, _cut, _silent) = (0, 0, false, 0);
        return true;
    }

    private void FadeIn(Span<float> frame)
    {
        float weight = (_released + 1f) / (_fadeFrames + 1f);
        for (int channel = 0; channel < _channels; channel++)
        {
            float before = _begun ? _afterTail[_released * _channels + channel] : 0f;
            frame[channel] = before + weight * (frame[channel] - before);
        }
    }

    private bool IsSilent(ReadOnlySpan<float> frame)
    {
        foreach (float sample in frame)
        {
            if (Math.Abs(sample) > _threshold)
                return false;
        }

        return true;
    }

    private static int Frames(TimeSpan time, int sampleRate) => (int)(time.TotalSeconds * sampleRate);
}
