using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// Sums any number of mono and stereo sources into the stereo mix: each into the bus of its priority, the buses into the master. Two halves: control threads add and remove inputs under
/// a lock and publish an immutable list; the render thread reads the list, takes no lock and allocates nothing. Mono inputs
/// are summed as mono and widened once. The sum never leaves ±1: see <see cref="Limiter"/>.
/// </summary>
internal sealed class Mixer : IUnheardSource
{
    /// <summary>Gain changes, pauses and cancels take this long.</summary>
    public static readonly TimeSpan RampTime = TimeSpan.FromMilliseconds(5);

    private const int SliceFrames = 1024; // scratch stays in the first-level cache; longer buffers are rendered slice by slice

    // Immutable.
    private readonly IMixerObserver? _observer;
    private readonly TimeProvider _time;
    private readonly int _rampFrames;
    private readonly AudioBus[] _buses;

    // Guarded by the lock; published to the render thread.
    private readonly Lock _lock = new();
    private volatile MixerInput[] _inputs = []; // never changed once published

    // Written by the render thread, read by any thread.
    private long _framesRendered;
    private int _renders; // odd while a render reads the list of inputs

    // Render thread only.
    private readonly PriorityBus[] _sums; // one a priority, the lowest first
    private readonly MixBus _mono = new(SliceFrames); // the master's
    private readonly MixBus _stereo = new(2 * SliceFrames);
    private GainRamp _gain = new(1f);
    private bool _sounded; // in the slice before
    private readonly float[] _scratch = new float[2 * SliceFrames];
    private readonly BusEffects _effects; // the master's
    private Inaudibility? _unheard;
    private readonly Limiter _limiter;

    /// <summary>Makes a mixer without inputs.</summary>
    /// <param name="sampleRate">The mix rate in hertz, 8,000 to 192,000.</param>
    /// <param name="observer">Told when an input changes; may be left out.</param>
    /// <param name="time">The clock of <see cref="MixerInput.FirstMixedTimestamp"/>.</param>
    /// <param name="ducking">Who is lowered for whom; may be left out for <see cref="DuckingRule.Defaults"/>.</param>
    /// <param name="busEffects">What each bus goes through; may be left out.</param>
    /// <param name="masterEffects">What the master goes through; may be left out.</param>
    public Mixer(
        int sampleRate,
        IMixerObserver? observer = null,
        TimeProvider? time = null,
        IEnumerable<DuckingRule>? ducking = null,
        IReadOnlyDictionary<SessionPriority, EffectChain>? busEffects = null,
        EffectChain? masterEffects = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8_000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, 192_000);
        Format = AudioFormat.Float32(sampleRate, SinkOptions.Channels);
        _observer = observer;
        _time = time ?? TimeProvider.System;
        _limiter = new Limiter(sampleRate);
        _rampFrames = (int)(sampleRate * RampTime.Ticks / TimeSpan.TicksPerSecond);
        _buses = [.. Enum.GetValues<SessionPriority>().Select(static priority => new AudioBus(priority))];
        DuckingRule[] rules = [.. ducking ?? DuckingRule.Defaults];
        _sums = [.. _buses.Select(bus => new PriorityBus(bus, new Ducker(bus.Priority!.Value, rules, sampleRate), EffectsOf(bus), SliceFrames, _rampFrames))];
        _effects = new BusEffects((masterEffects ?? EffectChain.Empty).CreateEach(Format));

        BusEffects EffectsOf(AudioBus bus) => new((busEffects?.GetValueOrDefault(bus.Priority!.Value) ?? EffectChain.Empty).CreateEach(Format));
    }

    /// <summary>The mix: 32-bit float, two channels.</summary>
    public AudioFormat Format { get; }

    /// <summary>One bus a priority, the lowest first.</summary>
    public IReadOnlyList<AudioBus> Buses => _buses;

    /// <summary>Where the buses come together.</summary>
    public AudioBus Master { get; } = new(priority: null);

    /// <inheritdoc/>
    public Inaudibility? Unheard
    {
        set => _unheard = value;
    }

    /// <summary>
    /// The mixer's timeline: frames that <see cref="Render"/> has filled, so the next rendered frame has this index. Renders
    /// that gave nothing do not count, as the sink wrote nothing. Any thread.
    /// </summary>
    public long FramesRendered => Volatile.Read(ref _framesRendered);

    /// <summary>Inputs that have not been removed. Any thread.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Adds a source; it sounds from the next render on, without a ramp. Any control thread; wake the sink afterwards.</summary>
    /// <param name="source">32-bit float at the mix rate, one or two channels. The render thread reads it until the input has ended.</param>
    /// <param name="gain">Linear gain, 0 to <see cref="MixerInput.MaxGain"/>.</param>
    /// <param name="priority">The bus that it goes to.</param>
    /// <param name="paused">Whether it is to wait for a <see cref="MixerInput.Resume"/>.</param>
    public MixerInput Add(ISampleSource source, float gain = 1f, SessionPriority priority = SessionPriority.Speech, bool paused = false)
    {
        AudioFormat format = source.Format;
        if (format.Encoding != SampleEncoding.Float32Le || format.SampleRate != Format.SampleRate || format.Channels is not (1 or 2))
            throw new ArgumentException($"An input of this mixer is 32-bit float at {Format.SampleRate} Hz with 1 or 2 channels, not {format}.", nameof(source));
        var input = new MixerInput(source, gain, priority, _rampFrames, _time);
        if (paused) input.Pause();
        lock (_lock) _inputs = [.. Living(), input];
        return input;
    }

    /// <summary>
    /// Forgets inputs that have ended; they cost nothing but their memory until then. <see cref="Add"/> does it too. Any control thread.
    /// </summary>
    public void RemoveEnded()
    {
        lock (_lock) _inputs = [.. Living()];
    }

    /// <summary>
    /// Takes an input out at once and without a ramp, also while no sink renders. On return the render thread does not touch
    /// its source any more, so the source may be disposed. Any control thread; waits for a render under way, some microseconds.
    /// </summary>
    public void Remove(MixerInput input)
    {
        lock (_lock) _inputs = [.. Living().Where(other => other != input)];

        // A render that began before the list was published may still read the old one. The fence here and the one that
        // opens Render make sure that either we see it under way, or it sees the new list.
        Interlocked.MemoryBarrier();
        int seen = Volatile.Read(ref _renders);
        var spin = new SpinWait();
        while ((seen & 1) != 0 && Volatile.Read(ref _renders) == seen) spin.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>What an effect threw, with its bus: it was taken out. Each is given once; the observer is told when there is one. Any thread.</summary>
    public (AudioBus Bus, string Effect, Exception Fault)? TakeEffectFault()
    {
        if (_effects.TakeFault() is var (name, fault)) return (Master, name, fault);
        for (int i = 0; i < _sums.Length; i++)
        {
            if (_sums[i].Effects.TakeFault() is var (effect, thrown)) return (_buses[i], effect, thrown);
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Render(Span<float> buffer)
    {
        Interlocked.Increment(ref _renders);
        bool changed = false;
        bool sounding = RenderInputs(_inputs, buffer, ref changed);
        Volatile.Write(ref _renders, _renders + 1);
        if (changed) _observer?.InputsChanged();
        return sounding;
    }

    private bool RenderInputs(MixerInput[] inputs, Span<float> buffer, ref bool changed)
    {
        foreach (MixerInput input in inputs) input.BeginRender(_framesRendered);
        bool sounding = false;
        for (int start = 0; start < buffer.Length; start += 2 * SliceFrames)
        {
            Span<float> slice = buffer.Slice(start, Math.Min(2 * SliceFrames, buffer.Length - start));
            bool sliceSounds = RenderSlice(inputs, slice, _framesRendered + start / 2, ref changed);
            if (sliceSounds && !sounding) buffer[..start].Clear();
            if (!sliceSounds && sounding) slice.Clear();
            sounding |= sliceSounds;
        }

        if (sounding) Volatile.Write(ref _framesRendered, _framesRendered + buffer.Length / 2);
        return sounding;
    }

    /// <summary>Writes the slice if an input sounds in it, and leaves it untouched otherwise.</summary>
    private bool RenderSlice(MixerInput[] inputs, Span<float> slice, long position, ref bool changed)
    {
        foreach (PriorityBus bus in _sums) bus.Begin(slice.Length / 2);
        foreach (MixerInput input in inputs)
        {
            PriorityBus bus = _sums[input.Bus];
            MixBus sum = input.Channels == 1 ? bus.Mono : bus.Stereo;
            int latency = bus.Effects.LatencyFrames + _effects.LatencyFrames; // so much later it comes out, and is heard
            long before = input.FramesMixed;
            input.RenderSlice(sum, _scratch.AsSpan(0, sum.Length), position + latency, ref changed);
            input.CountUnheard(input.FramesMixed - before, WhyUnheard(_buses[input.Bus]));
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

        if (goesOn) _gain.MoveTo(Master.Gain, _rampFrames);
        else _gain.JumpTo(Master.Gain);
        if (_stereo.IsSilent)
        {
            _gain.ApplyTo(_mono.Samples, channels: 1);
            _limiter.Process(_mono.Samples, channels: 1);
            Interleave.Merge(_mono.Samples, _mono.Samples, slice);
            return true;
        }

        if (!_mono.IsSilent) SampleMath.AddUpmixed(_stereo.Samples, _mono.Samples);
        _gain.ApplyTo(_stereo.Samples, channels: 2);
        _limiter.Process(_stereo.Samples, channels: 2);
        _stereo.Samples.CopyTo(slice);
        return true;
    }

    /// <summary>Why nobody hears what is mixed into a bus. What was asked for comes last: a muted recording is no recording.</summary>
    private Inaudibility? WhyUnheard(AudioBus bus) =>
        _unheard is { IsIntended: false } ? _unheard : Master.Inaudible ?? bus.Inaudible ?? _unheard;

    /// <summary>Brings the buses together in the master.</summary>
    private void MixBuses(int frames, ref bool changed)
    {
        int sounding = 0; // what effects bring out after an input has ended lowers nobody
        for (int i = 0; i < _sums.Length; i++)
        {
            if (_sums[i].Sounds) sounding |= 1 << i;
        }

        bool any = false;
        foreach (PriorityBus bus in _sums)
        {
            bus.Effects.Process(bus.Mono, bus.Stereo, ref changed);
            any |= bus.Sounds;
        }

        _mono.Begin(frames);
        _stereo.Begin(2 * frames);
        foreach (PriorityBus bus in _sums)
        {
            if (any) bus.MixInto(sounding, _mono, _stereo);
            else bus.Rest();
        }
    }

    private IEnumerable<MixerInput> Living() => _inputs.Where(static input => !input.IsEnded);
}
