namespace Audio.Core.Dsp;

/// <summary>
/// Keeps the mix within ±1 without delay. Samples within ±1 pass bit for bit, including full scale. A frame beyond it
/// lowers the gain of both channels at once, to exactly what brings the frame to ±1. The gain stays there for <see
/// cref="HoldTime"/> and then returns to 1 with the time constant <see cref="ReleaseTime"/>. So an overload becomes
/// quieter with its waveform intact, and only the rising edge of a wave louder than all before it is flattened. Render
/// thread only; allocates nothing.
/// </summary>
/// <remarks>
/// The output is bit-identical however the buffers are cut. NaN becomes silence and infinity becomes ±1; neither
/// changes the gain, because they say nothing about the level of the mix. Why there is no look-ahead:
/// docs/adr/0005-limiter-without-look-ahead.md.
/// </remarks>
public sealed class Limiter
{
    /// <summary>Half a period of 20 Hz: the gain does not move between the peaks of any audible tone.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromMilliseconds(25);

    /// <summary>The time constant of the return to 1 (63 % of the way).</summary>
    public static readonly TimeSpan ReleaseTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// A gain this close to 1 becomes 1: the step is 120 dB down, and samples are plain copies again.
    /// </summary>
    private const double Rest = 1 - 1.0 / (1 << 20);

    /// <summary>A peak this close to full scale after the gain still needs the gain: the hold starts over.</summary>
    private const double Near = 0.999;

    // Immutable.
    private readonly float _ceiling;
    private readonly int _holdFrames;
    private readonly double _release; // the part of the way to 1 per frame

    // Render thread only.
    private double _gain = 1; // double, because the last steps back to 1 are too small for a float
    private int _hold;

    /// <summary>Creates a limiter at rest.</summary>
    /// <param name="sampleRate">The mix rate in hertz.</param>
    public Limiter(int sampleRate)
        : this(sampleRate, ceiling: 1f, HoldTime, ReleaseTime) { }

    /// <summary>Creates a limiter at rest with its own ceiling and times.</summary>
    internal Limiter(int sampleRate, float ceiling, TimeSpan hold, TimeSpan release)
    {
        _ceiling = ceiling;
        _holdFrames = (int)(hold.TotalSeconds * sampleRate);
        _release = 1 - Math.Exp(-1 / (release.TotalSeconds * sampleRate));
    }

    /// <summary>The gain of the last frame, above 0, up to 1; 1 is rest.</summary>
    public float Gain => (float)_gain;

    /// <summary>Returns to rest at once, for when nothing plays.</summary>
    public void Reset() => (_gain, _hold) = (1, 0);

    /// <summary>Whether the gain is 1.</summary>
    internal bool IsAtRest => _gain == 1;

    /// <summary>Whether it would leave these samples as they are.</summary>
    internal bool IsTransparentTo(ReadOnlySpan<float> samples) => IsAtRest && SampleMath.Peak(samples) <= _ceiling;

    /// <summary>Limits in place.</summary>
    /// <param name="samples">Whole frames.</param>
    /// <param name="channels">1, or 2 interleaved channels that share one gain.</param>
    public void Process(Span<float> samples, int channels)
    {
        if (IsTransparentTo(samples))
            return;
        if (channels == 1)
        {
            foreach (ref float sample in samples)
            {
                float gain = Next(Magnitude(sample));
                sample = Apply(sample, gain);
            }

            return;
        }

        for (int i = 0; i + 1 < samples.Length; i += 2)
        {
            float gain = Next(Math.Max(Magnitude(samples[i]), Magnitude(samples[i + 1])));
            samples[i] = Apply(samples[i], gain);
            samples[i + 1] = Apply(samples[i + 1], gain);
        }
    }

    /// <summary>Returns the gain of a frame with this peak.</summary>
    private float Next(float peak)
    {
        double level = peak * _gain;
        if (level > _ceiling)
        {
            Attack(peak);
        }
        else if (_gain < 1)
        {
            if (level > Near * _ceiling)
                _hold = _holdFrames;
            else if (_hold > 0)
                _hold--;
            else
                Release(peak);
        }

        return (float)_gain;
    }

    private void Attack(float peak) => (_gain, _hold) = (_ceiling / (double)peak, _holdFrames);

    private void Release(float peak)
    {
        double next = _gain + (1 - _gain) * _release;
        _gain = next >= Rest ? 1 : next;
        if (peak * _gain > _ceiling)
            Attack(peak);
    }

    private static float Magnitude(float sample) => float.IsFinite(sample) ? Math.Abs(sample) : 0f;

    // The clamp removes rounding errors above the ceiling, and infinity.
    private float Apply(float sample, float gain) =>
        float.IsNaN(sample) ? 0f : Math.Clamp(sample * gain, -_ceiling, _ceiling);
}
