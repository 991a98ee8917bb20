using Audio.Core.Dsp;
using Audio.Core.Sinks;
using NAudio.Wave;

namespace Audio.Core.Mixing;

/// <summary>
/// Renders a bus: sums its mono and its stereo inputs, applies its effects, gain and ducking, and adds the result to
/// the master. Render thread only.
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
    private readonly InputCeiling _ceiling = new(sampleRate);
    private GainRamp _gain = new(1f);
    private bool _sounded; // in the previous slice

    /// <summary>Its volume, mute and state.</summary>
    public AudioBus Bus => bus;

    /// <summary>The sum of its mono inputs.</summary>
    public InputSum MonoInputs { get; } = new(WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, 1), maxFrames);

    /// <summary>The sum of its stereo inputs.</summary>
    public InputSum StereoInputs { get; } = new(WaveFormat.CreateIeeeFloatWaveFormat(sampleRate, 2), 2 * maxFrames);

    /// <summary>The slice of the mono inputs.</summary>
    public SliceBuffer Mono { get; } = new(maxFrames);

    /// <summary>The slice of the stereo inputs.</summary>
    public SliceBuffer Stereo { get; } = new(2 * maxFrames);

    /// <summary>Its effects.</summary>
    public BusEffects Effects => effects;

    /// <summary>Whether an input played in the slice, or the effects released something.</summary>
    public bool Sounds => !Mono.IsSilent || !Stereo.IsSilent;

    /// <summary>A render begins.</summary>
    /// <param name="position">Where on the mixer's timeline.</param>
    public void BeginRender(long position)
    {
        MonoInputs.BeginRender(position);
        StereoInputs.BeginRender(position);
    }

    /// <summary>Reads the next slice of all its inputs.</summary>
    /// <param name="frames">Its length.</param>
    /// <param name="position">Its first frame on the mixer's timeline, delayed by the effects.</param>
    /// <param name="unheard">Why it cannot be heard; <see langword="null"/> if it can.</param>
    public void Read(int frames, long position, Inaudibility? unheard)
    {
        MonoInputs.Begin(position, unheard);
        StereoInputs.Begin(position, unheard);
        Mono.Begin(MonoInputs, frames);
        Stereo.Begin(StereoInputs, 2 * frames);
    }

    /// <summary>
    /// Applies the effects. They may amplify without limit; the ceiling keeps that from turning other buses down.
    /// </summary>
    /// <param name="faulted">Set if an effect was removed.</param>
    public void ApplyEffects(ref bool faulted)
    {
        if (!effects.AreAny)
            return;
        effects.Process(Mono, Stereo, ref faulted);
        if (Stereo.IsSilent)
            _ceiling.Reset();
        else
            _ceiling.Process(Stereo.Samples, channels: 2);
    }

    /// <summary>Adds the slice to the master.</summary>
    /// <param name="sounding">A bit for each bus that plays in this slice.</param>
    /// <param name="mono">The master's mono sum.</param>
    /// <param name="stereo">The master's stereo sum.</param>
    public void MixInto(int sounding, SliceBuffer mono, SliceBuffer stereo)
    {
        bool goesOn = _sounded && Sounds; // a sound that starts has its gain at once
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

    /// <summary>Nothing plays on any bus.</summary>
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
