using Audio.Core.Dsp;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// One provider in the mix: its control half (any control thread) and its render half (render thread), which is what
/// NAudio's mixer reads. Commands are wishes that the next render carries out, so after one the sink is to be woken.
/// What the render thread knows can be read from any thread. It never throws: what its provider throws, or returns
/// against its contract, ends this input alone.
/// </summary>
/// <remarks>
/// <para>Positions are frames on the mixer's timeline, see <see cref="Mixer.FramesRendered"/>.</para>
/// <para>
/// When its provider starves, nobody knows whether more will come, and all that came has been mixed as it is: that was
/// right if the stream ends here. So it fades on what is left of it, the last frame: held, and taken to silence by the
/// ramp of 5 ms. That leaves no step, keeps nothing back and plays nothing twice. What comes then is faded in, from the
/// gain that the ramp stands at.
/// </para>
/// <para>
/// A sound that ended in silence was whole. There is nothing to fade, and what comes then begins as it is: so says a
/// provider that is an <see cref="IStreamProvider"/>. Where the last frame is not silent after all, it fades as any
/// other.
/// </para>
/// </remarks>
internal sealed class MixerInput : ISampleProvider
{
    /// <summary>The largest gain, 24 dB.</summary>
    public const float MaxGain = 16f;

    /// <summary>
    /// -40 dB: a last frame as loud as this is no silence, whatever the provider says of the 10 ms in front of it.
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
    private int _doneInRender = -1; // it starved or paused in the render of this number, and is not asked again in it
    private bool _cut; // it starved in the middle of a sound
    private long _silentFrom = -1; // the frame behind the last that was written, the held ones among them
    private float _lastLeft; // the last frame that was mixed; both are one in mono
    private float _lastRight;

    /// <summary>Makes an input that is in no mix yet.</summary>
    /// <param name="provider">What it gives; 32-bit float in the format of the sum.</param>
    /// <param name="gain">Linear, 0 to <see cref="MaxGain"/>.</param>
    /// <param name="paused">Whether it waits for a <see cref="Resume"/>.</param>
    /// <param name="sum">Where it goes.</param>
    /// <param name="shared">What it shares with the other inputs.</param>
    /// <param name="changed">Told about news of it, on the thread that tells them; may be left out.</param>
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
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A gain lies between 0 and {MaxGain}.");
            _gain = value;
        }
    }

    /// <summary>Whether it is to be paused; the provider is not read from the end of the ramp on. Any thread.</summary>
    public bool IsPaused => _paused;

    /// <summary>The first frame that it sounded in; -1 before. Any thread.</summary>
    public long StartFrame => Volatile.Read(ref _startFrame);

    /// <summary>The frame behind the last that it sounded in; -1 before the first. Any thread.</summary>
    public long LastFrame => Volatile.Read(ref _lastFrame);

    /// <summary>Frames taken from the provider and mixed. Any thread.</summary>
    public long FramesMixed => Volatile.Read(ref _framesMixed);

    /// <summary>
    /// Frames mixed that nobody can hear, but for those that a sink without a device was asked for. Any thread.
    /// </summary>
    public long FramesUnheard => _unheard.Frames;

    /// <summary>
    /// Why the first of <see cref="FramesUnheard"/> cannot be heard; where there are none, which sink without a device
    /// was asked for; <see langword="null"/>: all of it could be heard. Any thread.
    /// </summary>
    public Inaudibility? Unheard => _unheard.Why;

    /// <summary>
    /// When its first frame was mixed, as a timestamp of the mixer's clock; <see langword="null"/> before. Any thread.
    /// </summary>
    public long? FirstMixedTimestamp => StartFrame < 0 ? null : Volatile.Read(ref _firstMixedTimestamp);

    /// <summary>It has sounded, and its provider has nothing at the moment. Any thread.</summary>
    public bool IsStarving => _starving;

    /// <summary>It starves, and what sounded last has not faded yet. Any thread.</summary>
    public bool IsFading => _fading;

    /// <summary>It sounds no more, and the render thread does not touch its provider again. Any thread.</summary>
    public bool IsEnded => _endedBy != MixerInputEnd.None;

    /// <summary>Why it has ended. Any thread.</summary>
    public MixerInputEnd EndedBy => _endedBy;

    /// <summary>
    /// The frame from which it sounds no more: once the sink has played up to here, all of it was heard. -1 before the
    /// end. Any thread.
    /// </summary>
    public long EndFrame => IsEnded ? Volatile.Read(ref _endFrame) : -1;

    /// <summary>What its provider threw. Any thread.</summary>
    public Exception? Fault => IsEnded ? _provider.Fault : null;

    /// <summary>1 or 2.</summary>
    internal int Channels { get; }

    /// <summary>The link of the queue of arrivals.</summary>
    internal ref MixerInput? NextArrival => ref _nextArrival;

    /// <summary>The link of the list of news.</summary>
    internal ref MixerInput? NextNews => ref _nextNews;

    /// <summary>Where it stands.</summary>
    internal InputPlace Place => _place;

    /// <summary>Silence after a ramp of 5 ms; nothing that the provider holds is lost. Any thread.</summary>
    public void Pause() => _paused = true;

    /// <summary>Sounds again, with a ramp of 5 ms, at the sample behind the last that was mixed. Any thread.</summary>
    public void Resume()
    {
        _paused = false;
        _place.Wake();
    }

    /// <summary>
    /// Silence after a ramp of 5 ms, then the end; what the provider still holds is left unread. Any thread; cannot be
    /// undone.
    /// </summary>
    public void Cancel()
    {
        _cancelled = true;
        _place.Wake();
    }

    /// <summary>
    /// Tells whoever added it that there was news. Any thread, once for each time that it stood in the list of news.
    /// </summary>
    internal void TellNews()
    {
        Interlocked.Exchange(ref _hasNews, 0); // first: what happens from here on is told again
        _changed?.Invoke();
    }

    /// <summary>Fills the slice that <see cref="InputSum"/> is at. Render thread, called by NAudio's mixer.</summary>
    /// <param name="buffer">Interleaved; a whole number of frames.</param>
    /// <returns>Samples written. Short: it leaves the mix; what stands behind them means nothing.</returns>
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

    /// <summary>Puts what was read under the gain.</summary>
    private void Mix(Span<float> samples, ref bool changed)
    {
        int frames = samples.Length >> _shift;
        if (_starving)
            GoOn();
        (_lastLeft, _lastRight) = (samples[^Channels], samples[^1]);
        if (!_ramp.IsUnity)
            _ramp.ApplyTo(samples, Channels);
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
        bool isSilent = _ramp.Remaining == 0; // it has faded: a new sound does not begin on the rest of another
        if (isSilent && _provider.BeginsSound && (!_cut || !_provider.EndedInSilence))
            _ramp.JumpTo(_gain);
        else
            _ramp.MoveTo(_gain, _shared.RampFrames);
    }

    /// <summary>Fades on the last frame, as far as there is room behind its samples.</summary>
    /// <returns>Frames written.</returns>
    private int Fade(Span<float> room, int behind, ref bool changed)
    {
        int held = 0;
        if (_ramp.Remaining > 0)
        {
            held = _ramp.WriteHeld(room, _lastLeft, _lastRight, Channels);
            _silentFrom = _sum.Position + behind + held;
        }

        if (_ramp.Remaining > 0)
            return held;
        _fading = false;
        changed = true; // whoever waits for the silence may look now
        return held;
    }

    /// <summary>
    /// What the slice has come to, once there is no more to fade: the end, a starvation, or nothing special.
    /// </summary>
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
            _doneInRender = _sum.RenderNumber; // paused: a resume takes effect with the next render, at its first frame
        }
    }

    private int ReadProvider(Span<float> buffer, ref bool changed)
    {
        int frames = _provider.Read(buffer);
        if (frames >= 0)
            return frames;
        End(MixerInputEnd.Faulted, ref changed);
        return 0;
    }

    private void End(MixerInputEnd reason, ref bool changed)
    {
        Volatile.Write(ref _endFrame, _silentFrom >= 0 ? _silentFrom : _sum.RenderStart);
        _starving = false;
        _fading = false;
        _endedBy = reason; // last: whoever sees it sees the rest
        changed = true;
    }
}
