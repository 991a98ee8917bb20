using System.Runtime.CompilerServices;

namespace Audio.Core.Effects;

/// <summary>
/// A second-order filter for one channel, in transposed direct form II and double precision, which keeps noise low even
/// if the frequency is far below the sample rate.
/// </summary>
internal struct Biquad(BiquadCoefficients coefficients)
{
    private const double Inaudible = 1e-30;

    private readonly BiquadCoefficients _filter = coefficients;
    private double _first;
    private double _second;

    /// <summary>Filters the next sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double sample)
    {
        double result = _filter.B0 * sample + _first;
        _first = _filter.B1 * sample - _filter.A1 * result + _second;
        _second = _filter.B2 * sample - _filter.A2 * result;
        return result;
    }

    /// <summary>
    /// Resets state that has decayed, before it becomes denormal and slow, or that has become NaN. To be called between
    /// samples, at least once a second.
    /// </summary>
    public void Settle()
    {
        if (!(Math.Abs(_first) + Math.Abs(_second) is > Inaudible and < double.PositiveInfinity))
            Clear();
    }

    /// <summary>Resets the filter.</summary>
    public void Clear() => (_first, _second) = (0, 0);
}
