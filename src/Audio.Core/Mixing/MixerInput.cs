using Audio.Core.Sinks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// One source in the mixer: its control half (any control thread) and its render half (render thread). Commands are wishes
/// that the next render carries out, so after one the sink is to be woken. What the render thread knows can be read from any thread.
/// </summary>
/// <remarks>
/// <para>Positions are frames on the mixer's timeline, see <see cref="Mixer.FramesRendered"/>.</para>
/// <para>
/// When its source starves, nobody knows whether more will come, and all that came has been mixed as it is: that was right if the stream ends
/// here. So it fades on what is left of it, the last frame: held, and taken to silence by the ramp of 5 ms. That leaves no step, keeps nothing
/// back and plays nothing twice. What comes then is faded in, from the gain that the ramp stands at.
/// </para>
/// <para>
/// A sound that ended in silence was whole. There is nothing to fade, and what comes then begins as it is: so says a source that is
/// <see cref="IStarvable"/>. Where the last frame is not silent after all, it fades as any other.
/// </para>
/// </remarks>
internal sealed class MixerInput
{
    /// <summary>The largest gain, 24 dB.</summary>
    public const float MaxGain = 16f;

    /// <summary>-40 dB: a last frame as loud as this is no silence, whatever the source says of the 10 ms in front of it.</summary>
    private const float LoudFrame = 0.01f;

    // Immutable.
    private readonly ISampleSource _source;
    private readonly IStarvable? _starvable;
    private readonly IDrainable? _drainable;
    private readonly ISampleLender? _lender;
    private readonly TimeProvider _time;
    private readonly int _rampFrames;

    // Written by control threads, read by the render thread.
    private volatile float _gain;
    private volatile bool _paused;
    private volatile bool _cancelled;

    // Written by the render thread, read by any thread.
    private long _startFrame = -1;
    private long _lastFrame = -1;
    private long _endFrame = -1;
    private long _framesMixed;
    private long _firstMixedTimestamp;
    private volatile bool _starving;
    private volatile bool _fading;
    private volatile MixerInputEnd _endedBy;
    private Exception? _fault;
    private long _framesUnheard;
    private volatile Inaudibility? _unheard;

    // Render thread only.
    private GainRamp _ramp = new(1f);
    private long _renderStart;        // the timeline at the start of this render
    private bool _doneInThisRender;   // starved or paused: not asked again before the next render
    private bool _drained;
    private bool _cut;                // it starved in the middle of a sound
    private long _silentFrom = -1;    // the frame behind the last that was written, the held ones among them
    private float _lastLeft;          // the last frame that was mixed; both are one in mono
    private float _lastRight;

    internal MixerInput(ISampleSource source, float gain, SessionPriority priority, int rampFrames, TimeProvider time)
    {
        _source = source;
        _drainable = source as IDrainable;
        _lender = source as ISampleLender;
        _starvable = source as IStarvable;
        _time = time;
        _rampFrames = rampFrames;
        Bus = (int)priority;
        Channels = source.Format.Channels;
        Gain = gain;
    }

    /// <summary>Linear gain, 0 to <see cref="MaxGain"/>; a change is a ramp of 5 ms. Any thread.</summary>
    public float Gain
    {
        get => _gain;
        set
        {
            if (!(value >= 0f && value <= MaxGain))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A gain lies between 0 and {MaxGain}.");
            _gain = value;
        }
    }

    /// <summary>Whether it is to be paused; the source is not read from the end of the ramp on. Any thread.</summary>
    public bool IsPaused => _paused;

    /// <summary>The first frame that it sounded in; -1 before. Any thread.</summary>
    public long StartFrame => Volatile.Read(ref _startFrame);

    /// <summary>The frame behind the last that it sounded in; -1 before the first. Any thread.</summary>
    public long LastFrame => Volatile.Read(ref _lastFrame);

    /// <summary>Frames taken from the source and mixed. Any thread.</summary>
    public long FramesMixed => Volatile.Read(ref _framesMixed);

    /// <summary>Frames mixed that nobody can hear, but for those that a sink without a device was asked for. Any thread.</summary>
    public long FramesUnheard => Volatile.Read(ref _framesUnheard);

    /// <summary>
    /// Why the first of <see cref="FramesUnheard"/> cannot be heard; where there are none, which sink without a device was asked for;
    /// <see langword="null"/>: all of it could be heard. Any thread.
    /// </summary>
    public Inaudibility? Unheard => _unheard;

    /// <summary>When its first frame was mixed, as a timestamp of the mixer's clock; <see langword="null"/> before. Any thread.</summary>
    public long? FirstMixedTimestamp => StartFrame < 0 ? null : Volatile.Read(ref _firstMixedTimestamp);

    /// <summary>It has sounded, and its source has nothing at the moment. Any thread.</summary>
    public bool IsStarving => _starving;

    /// <summary>It starves, and what sounded last has not faded yet. Any thread.</summary>
    public bool IsFading => _fading;

    /// <summary>It sounds no more, and the render thread does not touch its source again. Any thread.</summary>
    public bool IsEnded => _endedBy != MixerInputEnd.None;

    /// <summary>Why it has ended. Any thread.</summary>
    public MixerInputEnd EndedBy => _endedBy;

    /// <summary>
    /// The frame from which it sounds no more: once the sink has played up to here, all of it was heard. -1 before the end.
    /// Any thread.
    /// </summary>
    public long EndFrame => IsEnded ? Volatile.Read(ref _endFrame) : -1;

    /// <summary>What its source threw. Any thread.</summary>
    public Exception? Fault => IsEnded ? _fault : null;

    internal int Channels { get; }

    /// <summary>The number of its bus.</summary>
    internal int Bus { get; }

    /// <summary>Silence after a ramp of 5 ms; nothing that the source holds is lost. Any thread.</summary>
    public void Pause() => _paused = true;

    /// <summary>Sounds again, with a ramp of 5 ms, at the sample behind the last that was mixed. Any thread.</summary>
    public void Resume() => _paused = false;

    /// <summary>Silence after a ramp of 5 ms, then the end; what the source still holds is left unread. Any thread; cannot be undone.</summary>
    public void Cancel() => _cancelled = true;

    /// <summary>Render thread: a new render begins.</summary>
    internal void BeginRender(long position)
    {
        _renderStart = position;
        _doneInThisRender = false;
    }

    /// <summary>Render thread: reads what fits into a slice and adds it to the bus of its width.</summary>
    /// <param name="bus">The slice; one sample a frame for a mono input, two for a stereo input.</param>
    /// <param name="scratch">For the source to write into; as long as the slice of this input.</param>
    /// <param name="position">The slice's first frame on the mixer's timeline.</param>
    /// <param name="changed">Set when something happened that an observer wants to know.</param>
    internal void RenderSlice(MixBus bus, Span<float> scratch, long position, ref bool changed)
    {
        if (IsEnded || (_doneInThisRender && !_fading)) return;
        bool cancelled = _cancelled;
        bool silencing = cancelled || _paused;
        float target = silencing ? 0f : _gain;
        bool sounds = _startFrame >= 0 && !_starving;
        if (sounds) _ramp.MoveTo(target, _rampFrames);
        else if (_startFrame < 0) _ramp.JumpTo(target);

        int wanted = _doneInThisRender ? 0 : scratch.Length / Channels;
        if (silencing) wanted = Math.Min(wanted, sounds ? _ramp.Remaining : 0);
        int frames = 0;
        if (wanted > 0 && MixLent(bus, wanted, position, ref changed))
        {
            frames = wanted;
        }
        else if (wanted > 0)
        {
            frames = ReadSource(scratch[..(wanted * Channels)], ref changed);
            if (frames < 0) return;
            if (frames > 0) Mix(bus, scratch[..(frames * Channels)], position, ref changed);
        }

        bool isShort = frames < wanted;
        if (isShort && !_drained && _startFrame >= 0 && !_starving) Starve(ref changed);
        if (_fading && !Fade(bus, frames, position, ref changed)) _doneInThisRender |= isShort;
        else Settle(isShort, cancelled, silencing, ref changed);
    }

    /// <summary>Render thread: so many frames were mixed just now, and nobody hears them where there is a reason.</summary>
    internal void CountUnheard(long frames, Inaudibility? why)
    {
        if (_gain == 0f && why is null or { IsIntended: true })
            why = Inaudibility.SessionMuted;
        if (frames == 0 || why is null)
            return;
        if (_unheard is null or { IsIntended: true })
            _unheard = why;
        if (!why.IsIntended)
            Volatile.Write(ref _framesUnheard, _framesUnheard + frames);
    }

    /// <summary>Mixes samples where they lie.</summary>
    /// <returns>Whether all that was wanted could be had so; if not, nothing was done.</returns>
    private bool MixLent(MixBus bus, int frames, long position, ref bool changed)
    {
        if (_lender is null) return false;
        ReadOnlySpan<float> samples = _lender.Lend(frames * Channels);
        if (samples.IsEmpty) return false;
        Mix(bus, samples, position, ref changed);
        _lender.TakeBack(samples.Length);
        _drained = _drainable is { IsDrained: true };
        return true;
    }

    private void Mix(MixBus bus, ReadOnlySpan<float> samples, long position, ref bool changed)
    {
        int frames = samples.Length / Channels;
        if (_starving) GoOn();
        _ramp.AddTo(bus, samples, Channels);
        (_lastLeft, _lastRight) = (samples[^Channels], samples[^1]);
        _silentFrom = position + frames;
        Volatile.Write(ref _framesMixed, _framesMixed + frames);
        Volatile.Write(ref _lastFrame, position + frames);
        if (_startFrame < 0)
        {
            _firstMixedTimestamp = _time.GetTimestamp();
            Volatile.Write(ref _startFrame, position);
            changed = true;
        }
        else if (_starving)
        {
            _starving = false;
            _fading = false;
            changed = true;
        }
    }

    private void Starve(ref bool changed)
    {
        _cut = _starvable is not { EndedInSilence: true } || MathF.Abs(_lastLeft) >= LoudFrame || MathF.Abs(_lastRight) >= LoudFrame;
        if (_cut) _ramp.MoveTo(0f, _rampFrames);
        else _ramp.JumpTo(0f);
        _starving = true;
        _fading = _cut;
        changed = true;
    }

    private void GoOn()
    {
        bool isSilent = _ramp.Remaining == 0; // it has faded: a new sound does not begin on the rest of another
        if (isSilent && _starvable is { BeginsSound: true } starvable && (!_cut || !starvable.EndedInSilence)) _ramp.JumpTo(_gain);
        else _ramp.MoveTo(_gain, _rampFrames);
    }

    /// <summary>Fades on the last frame, in what the slice has room for behind its samples.</summary>
    /// <returns>Whether it is silent now.</returns>
    private bool Fade(MixBus bus, int frames, long position, ref bool changed)
    {
        if (_ramp.Remaining > 0)
            _silentFrom = position + frames + _ramp.AddHeld(bus.Open()[(frames * Channels)..], _lastLeft, _lastRight, Channels);
        if (_ramp.Remaining > 0) return false;
        _fading = false;
        changed = true; // whoever waits for the silence may look now
        return true;
    }

    /// <summary>What the slice has come to, once there is no more to fade: the end, a starvation, or nothing special.</summary>
    private void Settle(bool isShort, bool cancelled, bool silencing, ref bool changed)
    {
        if (cancelled && (isShort || _ramp.Remaining == 0))
        {
            End(MixerInputEnd.Cancelled, ref changed);
        }
        else if (_drained)
        {
            End(MixerInputEnd.Drained, ref changed);
        }
        else if (isShort)
        {
            _doneInThisRender = true;
        }
        else if (silencing && _ramp.Remaining == 0)
        {
            _doneInThisRender = true; // paused: a resume takes effect with the next render, at its first frame
        }
    }

    private int ReadSource(Span<float> scratch, ref bool changed)
    {
        try
        {
            int samples = _source.Read(scratch);
            _drained = _drainable?.IsDrained ?? samples < scratch.Length;
            if (samples >= 0 && samples <= scratch.Length && samples % Channels == 0) return samples / Channels;
            _fault = new InvalidOperationException(
                $"{_source.GetType().Name}.Read returned {samples} for a buffer of {scratch.Length} samples with {Channels} channels; "
                + "it must return the samples written, a whole number of frames.");
        }
        catch (Exception exception) // a source may be anybody's code: what it throws ends its own input and nothing else
        {
            _fault = exception;
        }

        End(MixerInputEnd.Faulted, ref changed);
        return -1;
    }

    private void End(MixerInputEnd reason, ref bool changed)
    {
        Volatile.Write(ref _endFrame, _silentFrom >= 0 ? _silentFrom : _renderStart);
        _starving = false;
        _fading = false;
        _endedBy = reason; // last: whoever sees it sees the rest
        changed = true;
    }
}
