namespace Audio.Core.Effects;

/// <summary>The coefficients of a second-order filter, <c>(b0 + b1/z + b2/z²) / (1 + a1/z + a2/z²)</c>.</summary>
/// <remarks>
/// The designs are those of R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (W3C note,
/// 2021).
/// </remarks>
internal readonly record struct BiquadCoefficients(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>A high-pass filter, falling by 12 dB per octave.</summary>
    /// <param name="frequency">
    /// In hertz, below half the rate. If <paramref name="q"/> is 1/√2 the level there is -3 dB.
    /// </param>
    /// <param name="q">Above 0; above 1/√2 the response peaks at the frequency.</param>
    /// <param name="sampleRate">In hertz.</param>
    public static BiquadCoefficients HighPass(double frequency, double q, int sampleRate)
    {
        (double cosine, double alpha) = Angle(frequency, q, sampleRate);
        return Normalized((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2, 1 + alpha, -2 * cosine, 1 - alpha);
    }

    /// <summary>A peaking filter: raises or lowers a band around a frequency.</summary>
    /// <param name="frequency">The centre, in hertz, below half the rate.</param>
    /// <param name="decibels">The level there.</param>
    /// <param name="q">Above 0; the higher, the narrower.</param>
    /// <param name="sampleRate">In hertz.</param>
    public static BiquadCoefficients Peaking(double frequency, double decibels, double q, int sampleRate)
    {
        (double cosine, double alpha) = Angle(frequency, q, sampleRate);
        double root = Math.Pow(10, decibels / 40);
        return Normalized(
            1 + alpha * root,
            -2 * cosine,
            1 - alpha * root,
            1 + alpha / root,
            -2 * cosine,
            1 - alpha / root
        );
    }

    private static (double Cosine, double Alpha) Angle(double frequency, double q, int sampleRate)
    {
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * frequency / sampleRate);
        return (cosine, sine / (2 * q));
    }

    private static BiquadCoefficients Normalized(double b0, double b1, double b2, double a0, double a1, double a2) =>
        new(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
}
