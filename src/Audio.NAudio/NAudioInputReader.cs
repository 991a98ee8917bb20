using Audio.Core.Mixing;
using NAudio.Wave;

namespace Audio.NAudio;

/// <summary>
/// One source as the <c>MixingSampleProvider</c> sees it, made so that none of that mixer's ways does harm: it throws nothing; it is filled up with
/// silence while its source starves; and it returns short exactly once, at its end, upon which that mixer drops it. Gain, widening of mono
/// and ramps are done here, for that mixer only adds.
/// </summary>
internal sealed class NAudioInputReader : ISampleProvider
{
    private const int Channels = NAudioMixer.Channels;

    // Immutable.
    private readonly ISampleSource _source;
    private readonly IDrainable? _drainable;
    private readonly NAudioMixer _mixer;
    private readonly int _sourceChannels;
    private readonly int _rampFrames;

    // Written by control threads, read by the reading thread.
    private volatile float _gain;
    private volatile bool _cancelled;

    // Written by the reading thread, read by any thread.
    private long _framesMixed;
    private volatile object? _result; // a boxed NAudioInputResult: too wide to be published at once otherwise

    // Reading thread only.
    private GainLine _line;
    private bool _starving;
    private float _lastLeft;
    private float _lastRight;
    private int _fading; // frames for which the last frame before a starvation still dies away

    public NAudioInputReader(NAudioMixer mixer, ISampleSource source, float gain, int rampFrames)
    {
        _mixer = mixer;
        _source = source;
        _drainable = source as IDrainable;
        _sourceChannels = source.Format.Channels;
        _gain = gain;
        _rampFrames = rampFrames;
        _line = new GainLine(rampFrames);
    }

    public WaveFormat WaveFormat => _mixer.WaveFormat;

    public float Gain
    {
        get => _gain;
        set => _gain = value;
    }

    public long FramesMixed => Volatile.Read(ref _framesMixed);

    /// <summary>How it ended; null before. Once it is there the source is not touched again.</summary>
    public NAudioInputResult? Result => (NAudioInputResult?)_result;

    public void Cancel() => _cancelled = true;

    public int Read(Span<float> buffer)
    {
        if (_result is not null)
            return 0;
        bool cancelled = _cancelled;
        bool sounded = _framesMixed > 0;
        if (sounded && !_starving)
            _line.MoveTo(cancelled ? 0f : _gain);
        else if (!sounded)
            _line.JumpTo(_gain);

        int wanted = buffer.Length / Channels;
        if (cancelled)
            wanted = Math.Min(wanted, sounded && !_starving ? _line.Remaining : 0);
        if (!TryReadFrames(buffer, wanted, out int frames, out bool drained))
            return 0;

        Mix(buffer[..(frames * Channels)]);
        if (frames * Channels == buffer.Length)
            return buffer.Length;
        if (cancelled)
            return End(frames, new NAudioInputResult(NAudioInputEnd.Cancelled, _framesMixed));
        if (drained)
            return End(frames, new NAudioInputResult(NAudioInputEnd.Drained, _framesMixed));
        Starve(buffer[(frames * Channels)..]);
        return buffer.Length;
    }

    private void Mix(Span<float> stereo)
    {
        if (stereo.Length == 0)
            return;
        if (_starving)
        {
            _starving = false;
            _line.JumpTo(0f);
            _line.MoveTo(_gain);
        }

        _line.Apply(stereo);
        Fade(stereo);
        (_lastLeft, _lastRight) = (stereo[^2], stereo[^1]);
        Volatile.Write(ref _framesMixed, _framesMixed + stereo.Length / Channels);
    }

    private void Starve(Span<float> rest)
    {
        rest.Clear();
        if (!_starving && _framesMixed > 0)
            (_starving, _fading) = (true, _rampFrames);
        Fade(rest);
    }

    /// <summary>Adds what remains of the frame before the starvation: from its value in a straight line to silence, so that nothing clicks.</summary>
    private void Fade(Span<float> stereo)
    {
        for (int i = 0; i < stereo.Length && _fading > 0; i += 2)
        {
            float part = --_fading / (float)_rampFrames;
            stereo[i] += _lastLeft * part;
            stereo[i + 1] += _lastRight * part;
        }
    }

    private int End(int frames, NAudioInputResult result)
    {
        _result = result;
        _mixer.InputEnded();
        return frames * Channels;
    }

    /// <summary>Reads so many frames into the start of the buffer, as stereo. False: the source is at fault, and the input has ended.</summary>
    private bool TryReadFrames(Span<float> buffer, int wanted, out int frames, out bool drained)
    {
        (frames, drained) = (0, false);
        if (wanted == 0)
            return true;
        Exception fault;
        try
        {
            Span<float> target = buffer[..(wanted * _sourceChannels)];
            int read = _source.Read(target);
            drained = _drainable?.IsDrained ?? read < target.Length;
            if (read >= 0 && read <= target.Length && read % _sourceChannels == 0)
            {
                frames = read / _sourceChannels;
                if (_sourceChannels == 1)
                    Widen(buffer[..(frames * Channels)]);
                return true;
            }

            fault = new InvalidOperationException(
                $"{_source.GetType().Name}.Read returned {read} for a buffer of {target.Length} samples with {_sourceChannels} channels; "
                + "it must return the samples written, a whole number of frames.");
        }
        catch (Exception exception) // a source may be anybody's code: what it throws ends its own input and nothing else
        {
            fault = exception;
        }

        End(0, new NAudioInputResult(NAudioInputEnd.Faulted, _framesMixed, fault));
        return false;
    }

    /// <summary>Mono in the first half becomes stereo in the whole, from the end, so that nothing is overwritten before it is read.</summary>
    private static void Widen(Span<float> stereo)
    {
        for (int i = stereo.Length / 2 - 1; i >= 0; i--)
            stereo[2 * i] = stereo[2 * i + 1] = stereo[i];
    }
}
