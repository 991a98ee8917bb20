using Audio.Core.Dsp;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// One provider in the mix, as NAudio's mixer reads it. Control threads pause, resume and cancel it; the next render
/// carries that out, so wake the sink afterwards. Its state can be read from any thread. It never throws: if its
/// provider throws or breaks its contract, only this input ends.
/// </summary>
/// <remarks>
/// <para>Positions are frames on the mixer's timeline, see <see cref="Mixer.FramesRendered"/>.</para>
/// <para>
/// When the provider runs dry, the stream may or may not have ended there, and everything so far has been mixed
/// unchanged. So the input holds its last frame and fades it to silence over the ramp of 5 ms: there is no step,
/// nothing is held back, and nothing plays twice. What comes next fades in from the current gain of the ramp.
/// </para>
/// <para>
/// A sound that ended in silence, as an <see cref="IStreamProvider"/> can tell, was complete. Nothing is faded, and the
/// next sound starts at full gain. If the last frame is not silent after all, it fades like any other.
/// </para>
/// </remarks>
internal sealed class MixerInput : ISampleProvider
{
    /// <summary>The largest gain, 24 dB.</summary>
    public const float MaxGain = 16f;

    /// <summary>
    /// -40 dB: a last frame this loud is not silence, whatever the provider says about the 10 ms before it.
    /// </summary>
    private const float LoudFrame = 0.01f;

    // Immutable.
    private readonly GuardedProvider _provider;
    private readonly InputSum _sum;
    private readonly InputPlace _place;
    private readonly MixerInputs _shared;
    private readonly int _shift; // frames to samples, without a division: 0 for mono, 1 for stereo
    private readonly Action? _changed;
    private readonly UnheardCount _unheard = new();

    // Written by control threads, read by the render thread.
    private volatile float _gain;
    private volatile bool _paused;
    private volatile bool _cancelled;

    // Any thread.
    private MixerInput? _nextArrival;
    private MixerInput? _nextNews;
    private int _hasNews;

    // Written by the render thread, read by any thread.
    private long _startFrame = -1;
    private long _lastFrame = -1;
    private long _endFrame = -1;
    private long _framesMixed;
    private long _firstMixedTimestamp;
    private volatile bool _starving;
    private volatile bool _fading;
    private volatile MixerInputEnd _endedBy;

    // Render thread only.
    private GainRamp _ramp = new(1f);
    private readonly InputCeiling _ceiling;
    private int _doneInRender = -1; // the render in which it ran dry or paused: not read again in it
    private bool _cut; // it ran dry in the middle of a sound
    private long _silentFrom = -1; // the frame after the last one written, including held ones
    private float _lastLeft; // the last frame mixed; for mono both are the same
    private float _lastRight;

    /// <summary>Creates an input that is not in the mix yet.</summary>
    /// <param name="provider">The provider; 32-bit float in the format of the sum.</param>
    /// <param name="gain">Linear, 0 to <see cref="MaxGain"/>.</param>
    /// <param name="paused">Whether it waits for a <see cref="Resume"/>.</param>
    /// <param name="sum">The sum it plays in.</param>
    /// <param name="shared">What it shares with the other inputs.</param>
    /// <param name="changed">Called by <see cref="TellNews"/> when its state has changed; optional.</param>
    internal MixerInput(
        ISampleProvider provider,
        float gain,
        bool paused,
        InputSum sum,
        MixerInputs shared,
        Action? changed
    )
    {
        _provider = new GuardedProvider(provider, sum.Format.Channels);
        _sum = sum;
        _place = new InputPlace(this, sum, shared.Arrivals);
        _shared = shared;
        _changed = changed;
        Channels = sum.Format.Channels;
        _shift = Channels - 1;
        _ceiling = new InputCeiling(sum.Format.SampleRate);
        Gain = gain;
        _paused = paused;
        _provider.NotifyReadable(_place.Wake);
    }

    /// <inheritdoc/>
    public WaveFormat WaveFormat => _sum.Format;

    /// <summary>Linear gain, 0 to <see cref="MaxGain"/>; a change is a ramp of 5 ms. Any thread.</summary>
    public float Gain
    {
        get => _gain;
        set
        {
            if (!(value >= 0f && value <= MaxGain))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A gain is between 0 and {MaxGain}.");
            _gain = value;
        }
    }

    /// <summary>Whether it is paused; the provider is not read after the end of the ramp. Any thread.</summary>
    public bool IsPaused => _paused;

    /// <summary>The first frame in which it played; -1 before. Any thread.</summary>
    public long StartFrame => Volatile.Read(ref _startFrame);

    /// <summary>The frame after the last one in which it played; -1 before the first. Any thread.</summary>
    public long LastFrame => Volatile.Read(ref _lastFrame);

    /// <summary>Frames read from the provider and mixed. Any thread.</summary>
    public long FramesMixed => Volatile.Read(ref _framesMixed);

    /// <summary>
    /// Frames mixed that nobody can hear, except on a sink without a device that was chosen on purpose. Any thread.
    /// </summary>
    public long FramesUnheard => _unheard.Frames;

    /// <summary>
    /// Why the first of <see cref="FramesUnheard"/> cannot be heard. If there are none: the sink without a device that
    /// was chosen on purpose, or <see langword="null"/> if everything could be heard. Any thread.
    /// </summary>
    public Inaudibility? Unheard => _unheard.Why;

    /// <summary>
    /// When its first frame was mixed, as a timestamp of the mixer's clock; <see langword="null"/> before. Any thread.
    /// </summary>
    public long? FirstMixedTimestamp => StartFrame < 0 ? null : Volatile.Read(ref _firstMixedTimestamp);

    /// <summary>Whether it has played and its provider has nothing now. Any thread.</summary>
    public bool IsStarving => _starving;

    /// <summary>Whether it has run dry and is still fading. Any thread.</summary>
    public bool IsFading => _fading;

    /// <summary>Whether it has ended: the render thread does not touch its provider again. Any thread.</summary>
    public bool IsEnded => _endedBy != MixerInputEnd.None;

    /// <summary>Why it has ended. Any thread.</summary>
    public MixerInputEnd EndedBy => _endedBy;

    /// <summary>
    /// The frame at which it is silent for good: once the sink has played up to here, all of it was heard. -1 before
    /// the end. Any thread.
    /// </summary>
    public long EndFrame => IsEnded ? Volatile.Read(ref _endFrame) : -1;

    /// <summary>What its provider threw. Any thread.</summary>
    public Exception? Fault => IsEnded ? _provider.Fault : null;

    /// <summary>1 or 2.</summary>
    internal int Channels { get; }

    /// <summary>The link in the queue of arrivals.</summary>
    internal ref MixerInput? NextArrival => ref _nextArrival;

    /// <summary>The link in the list of changes.</summary>
    internal ref MixerInput? NextNews => ref _nextNews;

    /// <summary>Whether it is in the mix.</summary>
    internal InputPlace Place => _place;

    /// <summary>Silences it over a ramp of 5 ms; nothing in the provider is lost. Any thread.</summary>
    public void Pause() => _paused = true;

    /// <summary>Continues over a ramp of 5 ms with the sample after the last one mixed. Any thread.</summary>
    public void Resume()
    {
        _paused = false;
        _place.Wake();
    }

    /// <summary>
    /// Ends it after a ramp of 5 ms; the rest of the provider is left unread. Any thread; cannot be undone.
    /// </summary>
    public void Cancel()
    {
        _cancelled = true;
        _place.Wake();
    }

    /// <summary>
    /// Notifies whoever added it of a change. Any thread, once for each time it was in the list of changes.
    /// </summary>
    internal void TellNews()
    {
        Interlocked.Exchange(ref _hasNews, 0); // first, so that later changes are reported again
        _changed?.Invoke();
    }

    /// <summary>
    /// Fills the current slice of the <see cref="InputSum"/>. Render thread, called by NAudio's mixer.
    /// </summary>
    /// <param name="buffer">Interleaved; a whole number of frames.</param>
    /// <returns>Samples written. If that is short, it leaves the mix; the rest of the buffer is undefined.</returns>
    public int Read(Span<float> buffer)
    {
        _place.BeginRead();
        int samples = IsEnded || _place.IsRemoved ? 0 : Render(buffer) << _shift;
        if (samples < buffer.Length)
            _place.Leave();
        return samples;
    }

    private int Render(Span<float> buffer)
    {
        bool isDone = _doneInRender == _sum.RenderNumber;
        if (isDone && !_fading)
            return 0;
        bool changed = false;
        bool cancelled = _cancelled;
        bool silencing = cancelled || _paused;
        float target = silencing ? 0f : _gain;
        bool sounds = _startFrame >= 0 && !_starving;
        if (sounds)
            _ramp.MoveTo(target, _shared.RampFrames);
        else if (_startFrame < 0)
            _ramp.JumpTo(target);

        int wanted = isDone ? 0 : buffer.Length >> _shift;
        if (silencing)
            wanted = Math.Min(wanted, sounds ? _ramp.Remaining : 0);
        int frames = wanted > 0 ? ReadProvider(buffer[..(wanted << _shift)], ref changed) : 0;
        if (frames > 0)
            Mix(buffer[..(frames << _shift)], ref changed);

        int held = 0;
        if (!IsEnded)
        {
            bool isShort = frames < wanted;
            if (isShort && !_provider.IsDrained && _startFrame >= 0 && !_starving)
                Starve(ref changed);
            if (_fading)
                held = Fade(buffer[(frames << _shift)..], frames, ref changed);
            if (!_fading)
                Settle(isShort, cancelled, silencing, ref changed);
            else if (isShort)
                _doneInRender = _sum.RenderNumber;
        }

        _unheard.Add(frames, WhyUnheard());
        if (changed)
            HaveNews();
        return frames + held;
    }

    private void HaveNews()
    {
        _shared.HasNews = true;
        if (Interlocked.Exchange(ref _hasNews, 1) == 0)
            _shared.News.Push(this);
    }

    private Inaudibility? WhyUnheard()
    {
        Inaudibility? why = _sum.Unheard;
        return _gain == 0f && why is null or { IsIntended: true } ? Inaudibility.SessionMuted : why;
    }

    /// <summary>Applies the gain to what was read.</summary>
    private void Mix(Span<float> samples, ref bool changed)
    {
        int frames = samples.Length >> _shift;
        if (_starving)
            GoOn();
        (_lastLeft, _lastRight) = (samples[^Channels], samples[^1]);
        float peak = _provider.Peak * MathF.Max(_ramp.Current, _ramp.Target);
        if (!_ramp.IsUnity)
            _ramp.ApplyTo(samples, Channels);
        if (!(peak <= InputCeiling.Level) || !_ceiling.IsAtRest)
            _ceiling.Process(samples, Channels);
        _silentFrom = _sum.Position + frames;
        Volatile.Write(ref _framesMixed, _framesMixed + frames);
        Volatile.Write(ref _lastFrame, _silentFrom);
        if (_startFrame < 0)
        {
            _firstMixedTimestamp = _shared.Time.GetTimestamp();
            Volatile.Write(ref _startFrame, _sum.Position);
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
        _cut = !_provider.EndedInSilence || MathF.Abs(_lastLeft) >= LoudFrame || MathF.Abs(_lastRight) >= LoudFrame;
        if (_cut)
            _ramp.MoveTo(0f, _shared.RampFrames);
        else
            _ramp.JumpTo(0f);
        _starving = true;
        _fading = _cut;
        changed = true;
    }

    private void GoOn()
    {
        bool isSilent = _ramp.Remaining == 0; // it has faded out: a new sound must not start on the remains of another
        if (isSilent && _provider.BeginsSound && (!_cut || !_provider.EndedInSilence))
        {
            _ramp.JumpTo(_gain);
            _ceiling.Reset();
        }
        else
        {
            _ramp.MoveTo(_gain, _shared.RampFrames);
        }
    }

    /// <summary>Fades the held last frame, as far as there is room after its samples.</summary>
    /// <returns>Frames written.</returns>
    private int Fade(Span<float> room, int behind, ref bool changed)
    {
        int held = 0;
        if (_ramp.Remaining > 0)
        {
            held = _ramp.WriteHeld(room, _lastLeft, _lastRight, Channels);
            _ceiling.Process(room[..(held << _shift)], Channels);
            _silentFrom = _sum.Position + behind + held;
        }

        if (_ramp.Remaining > 0)
            return held;
        _fading = false;
        changed = true; // whoever waits for silence can look now
        return held;
    }

    /// <summary>Decides, once nothing is left to fade, whether this is the end, an underrun, or neither.</summary>
    private void Settle(bool isShort, bool cancelled, bool silencing, ref bool changed)
    {
        if (cancelled && (isShort || _ramp.Remaining == 0))
        {
            End(MixerInputEnd.Cancelled, ref changed);
        }
        else if (_provider.IsDrained)
        {
            End(MixerInputEnd.Drained, ref changed);
        }
        else if (isShort || (silencing && _ramp.Remaining == 0))
        {
            _doneInRender = _sum.RenderNumber; // if paused, a resume takes effect at the first frame of the next render
        }
    }

    private int ReadProvider(Span<float> buffer, ref bool changed)
    {
        if (_provider.TryRead(buffer, out int frames))
            return frames;
        End(MixerInputEnd.Faulted, ref changed);
        return 0;
    }

    private void End(MixerInputEnd reason, ref bool changed)
    {
        Volatile.Write(ref _endFrame, _silentFrom >= 0 ? _silentFrom : _sum.RenderStart);
        _starving = false;
        _fading = false;
        _endedBy = reason; // last, so that whoever sees it also sees the rest
        changed = true;
    }
}
