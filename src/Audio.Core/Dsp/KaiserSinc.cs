using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    private readonly double[] _window; // the window as a polynomial of 1 - (distance / half)², in ascending powers

    private KaiserSinc(int taps, double attenuation, double cutoff)
    {
        (Taps, Cutoff) = (taps, cutoff);
        _window = Window(beta: 0.1102 * (attenuation - 8.7));
    }

    /// <summary>Taps per sample of the lower rate.</summary>
    public int Taps { get; }

    /// <summary>The frequency where it is 6 dB down, relative to the Nyquist frequency of the lower rate.</summary>
    public double Cutoff { get; }

    /// <summary>Computes the filter at distances from its centre that decrease by one input sample each.</summary>
    /// <param name="row">Takes the values; its length is a multiple of 8.</param>
    /// <param name="first">The first distance, in input samples.</param>
    /// <param name="stretch">Input samples per sample of the lower rate, at least 1.</param>
    /// <param name="half">Half the window, in input samples; no distance is larger.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(Span<double> row, double first, double stretch, double half)
    {
        double scale = Cutoff / stretch;
        ReadOnlySpan<double> window = _window;
        for (int k = 0; k < row.Length; k += 8)
        {
            Vector256<double> near = Vector256.Create(first - k) - Vector256.Create(0.0, 1, 2, 3);
            Vector256<double> far = near - Vector256.Create(4.0);
            Vector256<double> nearInside = Inside(near, half);
            Vector256<double> farInside = Inside(far, half);
            Vector256<double> nearWindow = default,
                farWindow = default;
            for (int power = window.Length - 1; power >= 0; power--)
            {
                var term = Vector256.Create(window[power]);
                nearWindow = Vector256.MultiplyAddEstimate(nearWindow, nearInside, term);
                farWindow = Vector256.MultiplyAddEstimate(farWindow, farInside, term);
            }

            (Sinc(near * scale) * nearWindow * scale).CopyTo(row[k..]);
            (Sinc(far * scale) * farWindow * scale).CopyTo(row[(k + 4)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Inside(Vector256<double> distance, double half)
    {
        Vector256<double> ratio = distance / half;
        return Vector256<double>.One - ratio * ratio;
    }

    // Exact at whole numbers: this makes the phase that falls on the input's own samples a pure delay.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sinc(Vector256<double> x)
    {
        var whole = Vector256.Round(x);
        Vector256<double> parity = whole - 2 * Vector256.Floor(whole / 2);
        Vector256<double> sine = Vector256.Sin((x - whole) * Math.PI) * (Vector256<double>.One - 2 * parity);
        return Vector256.ConditionalSelect(
            Vector256.Equals(x, Vector256<double>.Zero),
            Vector256<double>.One,
            sine / (x * Math.PI)
        );
    }

    // I0(beta sqrt(u)) / I0(beta) is a power series of u. Every term is positive, so it is exact to the last bits.
    private static double[] Window(double beta)
    {
        double quarter = beta * beta / 4;
        var terms = new List<double> { 1 };
        double sum = 1;
        while (terms[^1] > sum * 1e-18)
        {
            terms.Add(terms[^1] * quarter / ((double)terms.Count * terms.Count));
            sum += terms[^1];
        }

        return [.. terms.Select(term => term / sum)];
    }
}
