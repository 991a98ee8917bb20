namespace Audio.Core.Dsp;

/// <summary>
/// The low-pass of the resampler, in double precision: a sinc whose cutoff is the Nyquist frequency of the lower rate, under a
/// Kaiser window. J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function" (1974): a stopband
/// of A dB needs <c>beta = 0.1102 (A - 8.7)</c>, and N taps give a transition of <c>(A - 7.95) / (14.36 N)</c> of the rate.
/// </summary>
internal static class KaiserSinc
{
    /// <summary>Decibels by which aliases and images are lowered; the passband's ripple is as small.</summary>
    public const double Attenuation = 110;

    /// <summary>
    /// Taps for each sample of the lower rate: a transition of 0.197 of Nyquist, so 0.9 of Nyquist passes and 1.1 is stopped.
    /// </summary>
    public const int Taps = 72;

    private const double Beta = 0.1102 * (Attenuation - 8.7);
    private static readonly double WindowPeak = BesselI0(Beta);

    /// <summary>The filter's value.</summary>
    /// <param name="distance">From the centre, in input samples.</param>
    /// <param name="stretch">Input samples for each sample of the lower rate, at least 1.</param>
    /// <param name="half">Half the window, in input samples.</param>
    public static double At(double distance, double stretch, double half)
    {
        double ratio = distance / half;
        if (ratio is <= -1 or >= 1) return 0;
        double window = BesselI0(Beta * Math.Sqrt(1 - ratio * ratio)) / WindowPeak;
        return Sinc(distance / stretch) / stretch * window;
    }

    // Exact at whole numbers: this makes the phase that falls on the input's own samples a pure delay.
    private static double Sinc(double x)
    {
        if (x == 0) return 1;
        return Math.IEEERemainder(x, 1) == 0 ? 0 : Math.Sin(Math.PI * x) / (Math.PI * x);
    }

    // The power series; every term is positive, so it is exact to the last bits.
    private static double BesselI0(double x)
    {
        double quarter = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-18; k++)
        {
            term *= quarter / ((double)k * k);
            sum += term;
        }

        return sum;
    }
}
