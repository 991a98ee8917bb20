using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// Removes the silence that speech synthesis puts before and after sentences, and shortens long pauses inside. Adds no
/// delay: a frame above the threshold comes out at once. A short pause passes bit for bit; from a longer one the middle
/// is removed, and its two ends are cross-faded over <see cref="FadeTime"/>.
/// </summary>
/// <remarks>
/// A frame is silent when no channel exceeds the threshold. The <see cref="Lead"/> before the first sound is kept,
/// because a soft consonant begins below any threshold, and so is the <see cref="Tail"/> after the last sound, for
/// reverberation.
/// </remarks>
internal sealed class SilenceTrimmer : IStreamEffect, IHoldingEffect, IPreviewEffect
{
    /// <summary>How much silence is kept before the first sound.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(20);

    /// <summary>How much silence is kept after the last sound.</summary>
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
    private readonly FrameRing _held; // the end of the current silence, or the lead
    private readonly float[] _afterTail; // the first frames held, into which the tail continues
    private bool _begun; // there has been sound
    private long _silent; // frames since the last sound
    private int _releasing; // held frames to release before anything else
    private int _released; // how many of them are out
    private bool _cut; // frames were dropped between the tail and the held ones
    private bool _ending; // no more may come for a while: the tail fades, and what is held is dropped
    private bool _flushing;
    private long _consumed; // frames consumed

    /// <summary>Creates the effect for one stream.</summary>
    /// <param name="thresholdDb">Anything at or below it is silence; in dBFS, -90 to -20.</param>
    /// <param name="maxPause">The longest pause; at least <see cref="Tail"/> plus <see cref="Lead"/>.</param>
    /// <param name="sampleRate">In hertz.</param>
    /// <param name="channels">1 or 2.</param>
    public SilenceTrimmer(double thresholdDb, TimeSpan maxPause, int sampleRate, int channels)
    {
        _channels = channels;
        _threshold = (float)Decibels.ToFactor(thresholdDb);
        _leadFrames = Frames(Lead, sampleRate);
        _tailFrames = Frames(Tail, sampleRate);
        _fadeFrames = Frames(FadeTime, sampleRate);
        _held = new FrameRing(HeldFrames(maxPause, sampleRate), channels);
        _afterTail = new float[_fadeFrames * channels];
    }

    /// <summary>The bytes of its buffers.</summary>
    public static long Memory(TimeSpan maxPause, int sampleRate, int channels) =>
        ((long)HeldFrames(maxPause, sampleRate) + Frames(FadeTime, sampleRate)) * channels * sizeof(float);

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
    /// Held silence is a pause whose end is unknown. It passes as silence anyway, and what follows is trimmed like a
    /// start.
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
        // Nothing in it rings.
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

    /// <summary>Fades the tail out; after it the stream starts over.</summary>
    /// <returns>Whether the fade is out.</returns>
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

    /// <summary>Releases held frames.</summary>
    /// <returns>Whether all of them are out.</returns>
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

    private static int HeldFrames(TimeSpan maxPause, int sampleRate) =>
        Math.Max(Frames(Lead, sampleRate), Frames(maxPause, sampleRate) - Frames(Tail, sampleRate));

    private static int Frames(TimeSpan time, int sampleRate) => (int)(time.TotalSeconds * sampleRate);
}
