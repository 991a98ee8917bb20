using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// Finds by trial the gain at which held sound meets a loudness although its peaks are limited by a ceiling. A trial is
/// one pass over the sound, about a third of a millisecond per second of sound.
/// </summary>
internal sealed class LoudnessTrial
{
    /// <summary>The bytes of its buffers.</summary>
    public const long Memory = LoudnessMeter.Memory + SliceSamples * sizeof(float);

    private const int MaxTries = 8;
    private const double Near = 0.05; // LU
    private const int SliceSamples = 1_024;
    private const int StepsRemembered = 10; // energies cover a second, as in LoudnessGain

    private readonly int _sampleRate;
    private readonly int _channels;
    private readonly LoudnessMeter _meter;
    private readonly Limiter _limiter;
    private readonly float[] _slice = new float[SliceSamples];

    /// <summary>Creates a trial with a limiter of its own.</summary>
    public LoudnessTrial(int sampleRate, int channels, Limiter ceiling)
    {
        _sampleRate = sampleRate;
        _channels = channels;
        _meter = new LoudnessMeter(sampleRate, channels, heardTwice: true);
        _limiter = ceiling;
    }

    /// <summary>The energy of a second before the ceiling, in the last trial.</summary>
    public double EnergyBefore { get; private set; }

    /// <summary>The energy of a second after the ceiling, in the last trial.</summary>
    public double EnergyAfter { get; private set; }

    /// <summary>Returns the gain, in decibels.</summary>
    /// <param name="held">The sound.</param>
    /// <param name="target">In LUFS.</param>
    /// <param name="least">The gain without a ceiling, at which the search begins.</param>
    /// <param name="most">The largest gain allowed.</param>
    public double Solve(ReadOnlySpan<float> held, double target, double least, double most)
    {
        double gain = least;
        for (int tries = 0; tries < MaxTries; tries++)
        {
            double missing = target - Try(held, gain);
            if (!(Math.Abs(missing) > Near))
                break;
            double next = Math.Clamp(gain + missing, least, most);
            if (next == gain)
                break;
            gain = next;
        }

        return gain;
    }

    private double Try(ReadOnlySpan<float> held, double gain)
    {
        float factor = (float)Decibels.ToFactor(gain);
        _meter.Reset();
        _limiter.Reset();
        (double before, double after) = (0, 0);
        for (int i = 0; i < held.Length; i += SliceSamples)
        {
            Span<float> slice = _slice.AsSpan(0, Math.Min(SliceSamples, held.Length - i));
            TensorPrimitives.Multiply(held.Slice(i, slice.Length), factor, slice);
            before += TensorPrimitives.SumOfSquares<float>(slice);
            _limiter.Process(slice, _channels);
            after += TensorPrimitives.SumOfSquares<float>(slice);
            _meter.Add(slice);
        }

        double second = (double)StepsRemembered / 10 * _sampleRate * _channels / held.Length;
        (EnergyBefore, EnergyAfter) = double.IsFinite(before + after) ? (before * second, after * second) : (0, 0);
        return double.IsFinite(_meter.Integrated) ? _meter.Integrated : _meter.Momentary;
    }
}
