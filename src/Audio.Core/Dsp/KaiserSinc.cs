namespace Audio.Core.Dsp;

/// <summary>
/// A low-pass of the resampler, in double precision: a sinc under a Kaiser window. J. F. Kaiser, "Nonrecursive digital
/// filter design using the I0-sinh window function" (1974): a stopband of A dB needs <c>beta = 0.1102 (A - 8.7)</c>,
/// and N taps give a transition of <c>(A - 7.95) / (14.36 N)</c> of the rate.
/// </summary>
internal sealed class KaiserSinc
{
    /// <summary>
    /// The cutoff is at Nyquist, so that the phase on the input's own samples is a copy. The transition is 0.197 of
    /// Nyquist wide: 0.9 of Nyquist passes, 1.1 is stopped.
    /// </summary>
    public static readonly KaiserSinc Short = new(taps: 72, attenuation: 110, cutoff: 1);

    /// <summary>
    /// 3 dB down at 0.95 of Nyquist and stopped at Nyquist, like <c>sox rate -v</c>: for rates whose band edge is among
    /// the sibilants of speech.
    /// </summary>
    public static readonly KaiserSinc Long = new(taps: 224, attenuation: 130, cutoff: 0.9558);

    private readonly double _beta;
    private readonly double _windowPeak;

    private KaiserSinc(int taps, double attenuation, double cutoff)
    {
        (Taps, Cutoff) = (taps, cutoff);
        _beta = 0.1102 * (attenuation - 8.7);
        _windowPeak = BesselI0(_beta);
    }

    /// <summary>Taps per sample of the lower rate.</summary>
    public int Taps { get; }

    /// <summary>The frequency where it is 6 dB down, relative to the Nyquist frequency of the lower rate.</summary>
    public double Cutoff { get; }

    /// <summary>The filter's value.</summary>
    /// <param name="distance">From the centre, in input samples.</param>
    /// <param name="stretch">Input samples per sample of the lower rate, at least 1.</param>
    /// <param name="half">Half the window, in input samples.</param>
    public double At(double distance, double stretch, double half)
    {
        double ratio = distance / half;
        if (ratio is <= -1 or >= 1)
            return 0;
        double window = BesselI0(_beta * Math.Sqrt(1 - ratio * ratio)) / _windowPeak;
        return Sinc(distance / stretch * Cutoff) / stretch * Cutoff * window;
    }

    // Exact at whole numbers: this makes the phase that falls on the input's own samples a pure delay.
    private static double Sinc(double x)
    {
        if (x == 0)
            return 1;
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
