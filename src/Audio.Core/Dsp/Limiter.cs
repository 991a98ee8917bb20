using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Dsp;

/// <summary>
/// Keeps the mix within ±1 without a delay. What does not exceed ±1 passes bit for bit, also at full scale. A frame
/// beyond it takes the gain down at once, to just what brings it to ±1, on both sides alike; the gain stays there for
/// <see cref="HoldTime"/> and then returns to 1 with <see cref="ReleaseTime"/> as its time constant. So an overload is
/// made quieter, its waves keep their shape, and only the rising edge of a wave louder than all before it is levelled.
/// Render thread only; allocates nothing.
/// </summary>
/// <remarks>
/// However the buffers are cut, the bits are the same. What is no number becomes silence and infinity becomes ±1;
/// neither moves the gain, for they tell nothing of how loud the mix is. Why there is no look-ahead:
/// docs/adr/0005-limiter-without-look-ahead.md.
/// </remarks>
public sealed class Limiter
{
    /// <summary>Half a wave of 20 Hz: the gain does not move between the peaks of any tone that can be heard.</summary>
    public static readonly TimeSpan HoldTime = TimeSpan.FromMilliseconds(25);

    /// <summary>In which 63 % of the way back to 1 is made.</summary>
    public static readonly TimeSpan ReleaseTime = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Nearer to 1 than this the gain is 1: a step 120 dB down, after which the way is a plain copy again.
    /// </summary>
    private const double Rest = 1 - 1.0 / (1 << 20);

    /// <summary>A peak that comes so near to full scale under the gain needs that gain: the hold begins anew.</summary>
    private const double Near = 0.999;

    // Immutable.
    private readonly float _ceiling;
    private readonly int _holdFrames;
    private readonly double _release; // part of the way to 1 that one frame makes

    // Render thread only.
    private double _gain = 1; // in double: the last steps of the way back are smaller than those of a float near 1
    private int _hold;

    /// <summary>Makes a limiter at rest.</summary>
    /// <param name="sampleRate">The mix rate in hertz.</param>
    public Limiter(int sampleRate)
        : this(sampleRate, ceiling: 1f, HoldTime, ReleaseTime) { }

    /// <summary>
    /// Makes a limiter at rest that keeps what it gets within ±<paramref name="ceiling"/>, with times of its own.
    /// </summary>
    internal Limiter(int sampleRate, float ceiling, TimeSpan hold, TimeSpan release)
    {
        _ceiling = ceiling;
        _holdFrames = (int)(hold.TotalSeconds * sampleRate);
        _release = 1 - Math.Exp(-1 / (release.TotalSeconds * sampleRate));
    }

    /// <summary>What the last frame was multiplied by, above 0 to 1; 1 is rest.</summary>
    public float Gain => (float)_gain;

    /// <summary>Back to rest: where nothing sounds, a gain may jump.</summary>
    public void Reset() => (_gain, _hold) = (1, 0);

    /// <summary>Limits in place.</summary>
    /// <param name="samples">Whole frames.</param>
    /// <param name="channels">1, or 2 interleaved, which share one gain.</param>
    public void Process(Span<float> samples, int channels)
    {
        if (_gain == 1 && !Exceeds(samples, _ceiling))
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

    /// <summary>The gain of a frame of this peak.</summary>
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

    // The clamp takes away what rounding may leave above the ceiling, and infinity.
    private float Apply(float sample, float gain) =>
        float.IsNaN(sample) ? 0f : Math.Clamp(sample * gain, -_ceiling, _ceiling);

    /// <summary>Whether any sample is beyond the ceiling or no number.</summary>
    private static bool Exceeds(ReadOnlySpan<float> samples, float ceiling)
    {
        ref float first = ref MemoryMarshal.GetReference(samples);
        var most = Vector256.Create(ceiling);
        int i = 0;
        for (; i <= samples.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            if (!Vector256.LessThanOrEqualAll(Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)i)), most))
                return true;
        }

        for (; i < samples.Length; i++)
        {
            if (!(Math.Abs(samples[i]) <= ceiling))
                return true;
        }

        return false;
    }
}
