using System.Runtime.CompilerServices;

namespace Audio.Core.Effects;

/// <summary>
/// One channel through a filter of second order, in transposed direct form II and double precision, which stays quiet
/// also where the frequency is far below the rate.
/// </summary>
internal struct Biquad(BiquadCoefficients coefficients)
{
    private const double Inaudible = 1e-30;

    private readonly BiquadCoefficients _filter = coefficients;
    private double _first;
    private double _second;

    /// <summary>The next sample.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Next(double sample)
    {
        double result = _filter.B0 * sample + _first;
        _first = _filter.B1 * sample - _filter.A1 * result + _second;
        _second = _filter.B2 * sample - _filter.A2 * result;
        return result;
    }

    /// <summary>
    /// Between samples, at least once a second: puts to 0 what has died away, before it becomes denormal and slow, and
    /// what is no number any more.
    /// </summary>
    public void Settle()
    {
        if (!(Math.Abs(_first) + Math.Abs(_second) is > Inaudible and < double.PositiveInfinity))
            Clear();
    }

    /// <summary>Forgets the stream.</summary>
    public void Clear() => (_first, _second) = (0, 0);
}
