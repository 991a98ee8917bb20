using Audio.Core.Dsp;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// The render half of a bus: the sum of its inputs, mono and stereo apart, which goes to the master through its effects
/// and under its gain and its ducking. Render thread only.
/// </summary>
internal sealed class PriorityBus(
    AudioBus bus,
    Ducker ducker,
    BusEffects effects,
    int sampleRate,
    int maxFrames,
    int rampFrames
)
{
    private GainRamp _gain = new(1f);
    private bool _sounded; // in the slice before

    /// <summary>Its knobs.</summary>
    public AudioBus Bus => bus;

    /// <summary>Where mono inputs go.</summary>
    public InputSum MonoInputs { get; } = new(WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, 1), maxFrames);

    /// <summary>Where stereo inputs go.</summary>
    public InputSum StereoInputs { get; } = new(WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, 2), 2 * maxFrames);

    /// <summary>The slice of the mono inputs.</summary>
    public SliceBuffer Mono { get; } = new(maxFrames);

    /// <summary>The slice of the stereo inputs.</summary>
    public SliceBuffer Stereo { get; } = new(2 * maxFrames);

    /// <summary>What it goes through.</summary>
    public BusEffects Effects => effects;

    /// <summary>Whether an input has sounded in the slice, or the effects brought something out after it.</summary>
    public bool Sounds => !Mono.IsSilent || !Stereo.IsSilent;

    /// <summary>A render begins.</summary>
    /// <param name="position">Where on the mixer's timeline.</param>
    public void BeginRender(long position)
    {
        MonoInputs.BeginRender(position);
        StereoInputs.BeginRender(position);
    }

    /// <summary>Reads the next slice of all its inputs.</summary>
    /// <param name="frames">How long it is.</param>
    /// <param name="position">Its first frame on the mixer's timeline, as it will be heard.</param>
    /// <param name="unheard">Why nobody hears it; <see langword="null"/> where somebody can.</param>
    public void Read(int frames, long position, Inaudibility? unheard)
    {
        MonoInputs.Begin(position, unheard);
        StereoInputs.Begin(position, unheard);
        Mono.Begin(MonoInputs, frames);
        Stereo.Begin(StereoInputs, 2 * frames);
    }

    /// <summary>Adds the slice to the master's.</summary>
    /// <param name="sounding">A bit for each bus that sounds in this slice.</param>
    /// <param name="mono">The master's mono sum.</param>
    /// <param name="stereo">The master's stereo sum.</param>
    public void MixInto(int sounding, SliceBuffer mono, SliceBuffer stereo)
    {
        bool goesOn = _sounded && Sounds; // what begins has its gain at once
        ducker.Decide(sounding, goesOn);
        if (goesOn)
            _gain.MoveTo(bus.Gain, rampFrames);
        else
            _gain.JumpTo(bus.Gain);
        _sounded = Sounds;
        if (!Stereo.IsSilent && IsTransparent)
            MixApart(mono, stereo);
        else if (!Stereo.IsSilent)
            MixWidened(stereo);
        else if (!Mono.IsSilent)
            Mix(Mono, mono, channels: 1);
        bus.Ducking = ducker.Gain;
    }

    /// <summary>Nothing sounds at all.</summary>
    public void Rest()
    {
        _sounded = false;
        bus.Ducking = 1f;
    }

    private bool IsTransparent => _gain.IsUnity && ducker.Ramp.IsUnity;

    private void MixApart(SliceBuffer mono, SliceBuffer stereo)
    {
        if (!Mono.IsSilent)
            mono.Add(Mono.Samples);
        stereo.Add(Stereo.Samples);
    }

    private void MixWidened(SliceBuffer stereo)
    {
        if (!Mono.IsSilent)
            SampleMath.AddUpmixed(Stereo.Samples, Mono.Samples);
        Mix(Stereo, stereo, channels: 2);
    }

    private void Mix(SliceBuffer sum, SliceBuffer target, int channels)
    {
        _gain.ApplyTo(sum.Samples, channels);
        target.Add(sum.Samples, ref ducker.Ramp, channels);
    }
}
