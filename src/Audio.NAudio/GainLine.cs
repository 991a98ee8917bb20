namespace Audio.NAudio;

/// <summary>
/// A gain that changes in a straight line over a fixed number of frames: with R of them, frame k (from 0) has the gain
/// <c>target + (from - target) * (R - 1 - k) / R</c>, as in the engine's own mixer. Reading thread only.
/// </summary>
internal struct GainLine(int frames)
{
    private float _from;

    /// <summary>Where the gain is going, or is.</summary>
    public float Target { get; private set; }

    /// <summary>Frames until it is there; 0 when it is.</summary>
    public int Remaining { get; private set; }

    private readonly float Current => Target + (_from - Target) * Remaining / frames;

    /// <summary>Goes there from where it is.</summary>
    public void MoveTo(float target)
    {
        if (target == Target)
            return;
        _from = Current;
        Target = target;
        Remaining = frames;
    }

    /// <summary>Is there at once: where nothing sounds, nothing can click.</summary>
    public void JumpTo(float target) => (Target, Remaining) = (target, 0);

    /// <summary>Multiplies stereo frames and goes on by as many.</summary>
    public void Apply(Span<float> stereo)
    {
        int i = 0;
        for (; i < stereo.Length && Remaining > 0; i += 2)
        {
            Remaining--;
            float gain = Current;
            stereo[i] *= gain;
            stereo[i + 1] *= gain;
        }

        if (Target == 1f)
            return; // bit for bit
        foreach (ref float sample in stereo[i..])
            sample *= Target;
    }
}
