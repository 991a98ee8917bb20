using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// Sums any number of mono and stereo providers into the stereo mix: each into the bus of its priority, by NAudio's
/// mixers, and the buses into the master. Control threads add, control and remove inputs through a queue that the
/// render thread empties at the start of a render. So only the render thread touches NAudio's mixers, without
/// contention, and it allocates nothing. Mono inputs are summed as mono and widened once. The mix never exceeds ±1: see
/// <see cref="Limiter"/>.
/// </summary>
/// <remarks>
/// As a provider it fills the whole buffer, or gives nothing while nothing plays. One read is one render.
/// </remarks>
internal sealed class Mixer : IUnheardSource
{
    /// <summary>The ramp of gain changes, pauses and cancels.</summary>
    public static readonly TimeSpan RampTime = TimeSpan.FromMilliseconds(5);

    /// <summary>The most removed inputs that may remain in the queue of arrivals.</summary>
    internal const int MaxGoneInQueue = 256;

    // small enough for the first-level cache; longer buffers are rendered in slices
    private const int SliceFrames = 1024;

    // Immutable.
    private readonly IMixerObserver? _observer;
    private readonly MixerInputs _inputs;
    private readonly AudioBus[] _buses;

    // Control threads; the count is guarded by the lock.
    private readonly Lock _lock = new();
    private int _goneInQueue; // removed while queued, since the queue was last cleaned

    // Written by the render thread, read by any thread.
    private long _framesRendered;
    private int _renders; // odd while a render is under way

    // Render thread only.
    private readonly PriorityBus[] _sums; // one per priority, the lowest first
    private readonly SliceBuffer _mono = new(SliceFrames); // the master's
    private readonly SliceBuffer _stereo = new(2 * SliceFrames);
    private GainRamp _gain = new(1f);
    private bool _sounded; // in the previous slice
    private readonly BusEffects _effects; // the master's
    private Inaudibility? _unheard;
    private readonly Limiter _limiter;

    /// <summary>Creates a mixer without inputs.</summary>
    /// <param name="sampleRate">The mix rate in hertz, 8,000 to 192,000.</param>
    /// <param name="observer">Notified when an input changes; optional.</param>
    /// <param name="time">The clock of <see cref="MixerInput.FirstMixedTimestamp"/>.</param>
    /// <param name="ducking">The ducking rules; <see cref="DuckingRule.Defaults"/> if omitted.</param>
    /// <param name="busEffects">The effects of each bus; optional.</param>
    /// <param name="masterEffects">The effects of the master; optional.</param>
    public Mixer(
        int sampleRate,
        IMixerObserver? observer = null,
        TimeProvider? time = null,
        IEnumerable<DuckingRule>? ducking = null,
        IReadOnlyDictionary<SessionPriority, EffectChain>? busEffects = null,
        EffectChain? masterEffects = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 192_000);
        WaveFormat = WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, SinkOptions.Channels);
        var format = AudioFormat.Float32(sampleRate, SinkOptions.Channels);
        _observer = observer;
        _inputs = new MixerInputs(
            time ?? TimeProvider.System,
            (int)(sampleRate * RampTime.Ticks / TimeSpan.TicksPerSecond)
        );
        _limiter = new Limiter(sampleRate);
        _buses = [.. Enum.GetValues<SessionPriority>().Select(static priority => new AudioBus(priority))];
        DuckingRule[] rules = [.. ducking ?? DuckingRule.Defaults];
        _sums =
        [
            .. _buses.Select(bus => new PriorityBus(
                bus,
                new Ducker(bus.Priority!.Value, rules, sampleRate),
                EffectsOf(bus),
                sampleRate,
                SliceFrames,
                _inputs.RampFrames
            )),
        ];
        _effects = new BusEffects((masterEffects ?? EffectChain.Empty).CreateEach(format));

        BusEffects EffectsOf(AudioBus bus) =>
            new((busEffects?.GetValueOrDefault(bus.Priority!.Value) ?? EffectChain.Empty).CreateEach(format));
    }

    /// <summary>The mix: 32-bit float, two channels.</summary>
    public WaveFormat WaveFormat { get; }

    /// <summary>One bus per priority, the lowest first.</summary>
    public IReadOnlyList<AudioBus> Buses => _buses;

    /// <summary>The sum of the buses.</summary>
    public AudioBus Master { get; } = new(priority: null);

    /// <inheritdoc/>
    public Inaudibility? Unheard
    {
        set => _unheard = value;
    }

    /// <summary>
    /// The mixer's timeline: the frames that <see cref="Read"/> has filled, which is the index of the next frame.
    /// Renders that gave nothing do not count, as the sink wrote nothing. Any thread.
    /// </summary>
    public long FramesRendered => Volatile.Read(ref _framesRendered);

    /// <summary>
    /// Inputs in NAudio's mixers: those that play, and those that the last render added or faded. Any thread.
    /// </summary>
    public int InputCount => _sums.Sum(static bus => bus.MonoInputs.Count + bus.StereoInputs.Count);

    /// <summary>Inputs queued for the next render, including removed ones; for tests.</summary>
    internal int QueuedCount => _inputs.Arrivals.Count();

    /// <summary>
    /// Adds a provider, which plays from the next render on without a ramp. Any control thread; wake the sink
    /// afterwards.
    /// </summary>
    /// <param name="provider">
    /// 32-bit float at the mix rate, one or two channels. The render thread reads it until the input has ended.
    /// </param>
    /// <param name="gain">Linear gain, 0 to <see cref="MixerInput.MaxGain"/>.</param>
    /// <param name="priority">The bus it plays on.</param>
    /// <param name="paused">Whether it waits for a <see cref="MixerInput.Resume"/>.</param>
    /// <param name="changed">
    /// Called by <see cref="TellNews"/> when the input started, ended, ran dry or resumed; optional.
    /// </param>
    public MixerInput Add(
        ISampleProvider provider,
        float gain = 1f,
        SessionPriority priority = SessionPriority.Speech,
        bool paused = false,
        Action? changed = null
    )
    {
        WaveFormat format = provider.WaveFormat;
        if (
            format.Encoding != WaveFormatEncoding.IeeeFloat
            || format.BitsPerSample != 32
            || format.SampleRate != WaveFormat.SampleRate
            || format.Channels is not (1 or 2)
        )
        {
            throw new ArgumentException(
                $"An input of this mixer is 32-bit float at {WaveFormat.SampleRate} Hz with 1 or 2 channels, "
                    + $"not {format}.",
                nameof(provider)
            );
        }

        PriorityBus bus = _sums[(int)priority];
        InputSum sum = format.Channels == 1 ? bus.MonoInputs : bus.StereoInputs;
        var input = new MixerInput(provider, gain, paused, sum, _inputs, changed);
        lock (_lock)
            sum.Reserve();
        input.Place.Wake();
        return input;
    }

    /// <summary>
    /// Removes an input at once, without a ramp, even while no sink renders. On return the render thread no longer
    /// touches its provider, which may be disposed. Any control thread; waits for a render under way, some
    /// microseconds.
    /// </summary>
    public void Remove(MixerInput input)
    {
        lock (_lock)
        {
            if (input.Place.Remove() && ++_goneInQueue > MaxGoneInQueue)
                ForgetGone();
        }

        // A render that began earlier may still read it. With this fence and the one at the start of a render, either
        // we see the render under way, or the render sees that the input was removed.
        Interlocked.MemoryBarrier();
        int seen = Volatile.Read(ref _renders);
        var spin = new SpinWait();
        while ((seen & 1) != 0 && Volatile.Read(ref _renders) == seen)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>
    /// Notifies the inputs that changed since the last call, each once. Any thread; call it when the observer is
    /// notified.
    /// </summary>
    public void TellNews()
    {
        MixerInput? input = _inputs.News.TakeAll();
        while (input is not null)
        {
            MixerInput? next = _inputs.News.Next(input);
            input.TellNews();
            input = next;
        }
    }

    /// <summary>
    /// Returns an effect that threw and was removed, with its bus, each once. Any thread; the observer is notified when
    /// there is one.
    /// </summary>
    public (AudioBus Bus, string Effect, Exception Fault)? TakeEffectFault()
    {
        if (_effects.TakeFault() is var (name, fault))
            return (Master, name, fault);
        for (int i = 0; i < _sums.Length; i++)
        {
            if (_sums[i].Effects.TakeFault() is var (effect, thrown))
                return (_buses[i], effect, thrown);
        }

        return null;
    }

    /// <inheritdoc/>
    public int Read(Span<float> buffer)
    {
        Interlocked.Increment(ref _renders);
        bool changed = false;
        bool sounding = Render(buffer, ref changed);
        Volatile.Write(ref _renders, _renders + 1);
        if (changed || _inputs.HasNews)
            _observer?.InputsChanged();
        _inputs.HasNews = false;
        return sounding ? buffer.Length : 0;
    }

    private bool Render(Span<float> buffer, ref bool changed)
    {
        TakeArrivals();
        foreach (PriorityBus bus in _sums)
            bus.BeginRender(_framesRendered);
        bool sounding = false;
        for (int start = 0; start < buffer.Length; start += 2 * SliceFrames)
        {
            Span<float> slice = buffer.Slice(start, Math.Min(2 * SliceFrames, buffer.Length - start));
            bool sliceSounds = RenderSlice(slice, _framesRendered + start / 2, ref changed);
            if (sliceSounds && !sounding)
                buffer[..start].Clear();
            if (!sliceSounds && sounding)
                slice.Clear();
            sounding |= sliceSounds;
        }

        if (sounding)
            Volatile.Write(ref _framesRendered, _framesRendered + buffer.Length / 2);
        return sounding;
    }

    /// <summary>
    /// Drops removed inputs from the queue, where they would pile up while no device renders and sessions come and go.
    /// </summary>
    private void ForgetGone()
    {
        _goneInQueue = 0;
        MixerInput? input = _inputs.Arrivals.TakeAll();
        while (input is not null)
        {
            MixerInput? next = _inputs.Arrivals.Next(input);
            if (!input.Place.IsGone)
                _inputs.Arrivals.Push(input);
            input = next;
        }
    }

    private void TakeArrivals()
    {
        MixerInput? input = _inputs.Arrivals.TakeAll();
        while (input is not null)
        {
            MixerInput? next = _inputs.Arrivals.Next(input);
            input.Place.Arrive();
            input = next;
        }
    }

    /// <summary>Writes the slice if anything plays in it, and leaves it untouched otherwise.</summary>
    private bool RenderSlice(Span<float> slice, long position, ref bool changed)
    {
        foreach (PriorityBus bus in _sums)
        {
            bus.Read(
                slice.Length / 2,
                position + bus.Effects.LatencyFrames + _effects.LatencyFrames,
                WhyUnheard(bus.Bus)
            ); // so much later it comes out, and is heard
        }

        bool goesOn = _sounded;
        MixBuses(slice.Length / 2, ref changed);
        _effects.Process(_mono, _stereo, ref changed);
        _sounded = !_mono.IsSilent || !_stereo.IsSilent;
        if (!_sounded)
        {
            _limiter.Reset();
            return false;
        }

        if (goesOn)
            _gain.MoveTo(Master.Gain, _inputs.RampFrames);
        else
            _gain.JumpTo(Master.Gain);
        if (_stereo.IsSilent)
        {
            _gain.ApplyTo(_mono.Samples, channels: 1);
            _limiter.Process(_mono.Samples, channels: 1);
            Interleave.Merge(_mono.Samples, _mono.Samples, slice);
            return true;
        }

        if (!_mono.IsSilent)
            SampleMath.AddUpmixed(_stereo.Samples, _mono.Samples);
        _gain.ApplyTo(_stereo.Samples, channels: 2);
        _limiter.Process(_stereo.Samples, channels: 2);
        _stereo.Samples.CopyTo(slice);
        return true;
    }

    /// <summary>
    /// Why nothing on a bus can be heard. A sink chosen on purpose comes last, because a muted recording records
    /// nothing.
    /// </summary>
    private Inaudibility? WhyUnheard(AudioBus bus) =>
        _unheard is { IsIntended: false } ? _unheard : Master.Inaudible ?? bus.Inaudible ?? _unheard;

    /// <summary>Sums the buses into the master.</summary>
    private void MixBuses(int frames, ref bool changed)
    {
        int sounding = 0; // sound that effects release after an input has ended ducks nobody
        for (int i = 0; i < _sums.Length; i++)
        {
            if (_sums[i].Sounds)
                sounding |= 1 << i;
        }

        bool any = false;
        foreach (PriorityBus bus in _sums)
        {
            bus.ApplyEffects(ref changed);
            any |= bus.Sounds;
        }

        _mono.Begin(frames);
        _stereo.Begin(2 * frames);
        foreach (PriorityBus bus in _sums)
        {
            if (any)
                bus.MixInto(sounding, _mono, _stereo);
            else
                bus.Rest();
        }
    }
}
