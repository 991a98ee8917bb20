namespace Audio.Core.Mixing;

/// <summary>
/// The render half of a bus: the sum of its inputs, mono and stereo apart, which goes to the master through its effects and under its gain and its ducking. Render
/// thread only.
/// </summary>
internal sealed class PriorityBus(AudioBus bus, Ducker ducker, BusEffects effects, int maxFrames, int rampFrames)
{
    private GainRamp _gain = new(1f);
    private bool _sounded; // in the slice before

    /// <summary>The sum of the mono inputs.</summary>
    public MixBus Mono { get; } = new(maxFrames);

    /// <summary>The sum of the stereo inputs.</summary>
    public MixBus Stereo { get; } = new(2 * maxFrames);

    /// <summary>What it goes through.</summary>
    public BusEffects Effects => effects;

    /// <summary>Whether an input has sounded since <see cref="Begin"/>, or the effects brought something out after it.</summary>
    public bool Sounds => !Mono.IsSilent || !Stereo.IsSilent;

    /// <summary>A slice begins.</summary>
    public void Begin(int frames)
    {
        Mono.Begin(frames);
        Stereo.Begin(2 * frames);
    }

    /// <summary>Adds the slice to the master's.</summary>
    /// <param name="sounding">A bit for each bus that sounds in this slice.</param>
    /// <param name="mono">The master's mono sum.</param>
    /// <param name="stereo">The master's stereo sum.</param>
    public void MixInto(int sounding, MixBus mono, MixBus stereo)
    {
        bool goesOn = _sounded && Sounds; // what begins has its gain at once
        ducker.Decide(sounding, goesOn);
        if (goesOn) _gain.MoveTo(bus.Gain, rampFrames);
        else _gain.JumpTo(bus.Gain);
        _sounded = Sounds;
        if (!Stereo.IsSilent && IsTransparent) MixApart(mono, stereo);
        else if (!Stereo.IsSilent) MixWidened(stereo);
        else if (!Mono.IsSilent) Mix(Mono, mono, channels: 1);
        bus.Ducking = ducker.Gain;
    }

    /// <summary>Nothing sounds at all.</summary>
    public void Rest()
    {
        _sounded = false;
        bus.Ducking = 1f;
    }

    private bool IsTransparent => _gain.IsUnity && ducker.Ramp.IsUnity;

    private void MixApart(MixBus mono, MixBus stereo)
    {
        if (!Mono.IsSilent) mono.Add(Mono.Samples);
        stereo.Add(Stereo.Samples);
    }

    private void MixWidened(MixBus stereo)
    {
        if (!Mono.IsSilent) SampleMath.AddUpmixed(Stereo.Samples, Mono.Samples);
        Mix(Stereo, stereo, channels: 2);
    }

    private void Mix(MixBus sum, MixBus target, int channels)
    {
        _gain.ApplyTo(sum.Samples, channels);
        ducker.Ramp.AddTo(target, sum.Samples, channels);
    }
}
