using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// K-weighting, which models how loud each frequency is heard: the two filters of ITU-R BS.1770-4, annex 1. The
/// standard gives their coefficients for 48 kHz only. Here they are computed for any rate, by the bilinear transform of
/// the analogue filters; the frequencies, Q factors and gains are those found for libebur128 and FFmpeg, which
/// reproduce the standard's coefficients to 13 digits.
/// </summary>
internal static class KWeighting
{
    private const double ShelfFrequency = 1681.974450955533;
    private const double ShelfGain = 3.999843853973347; // dB
    private const double ShelfQuality = 0.7071752369554196;
    private const double ShelfMiddle = 0.4996667741545416; // the exponent of the gain at the centre of the slope
    private const double HighPassFrequency = 38.13547087602444;
    private const double HighPassQuality = 0.5003270373238773;

    /// <summary>The first filter, which models the head: a shelf of 4 dB above about 1.7 kHz.</summary>
    public static BiquadCoefficients Shelf(int sampleRate)
    {
        double k = Math.Tan(Math.PI * ShelfFrequency / sampleRate);
        double high = Decibels.ToFactor(ShelfGain);
        double middle = Math.Pow(high, ShelfMiddle);
        double a0 = 1 + k / ShelfQuality + k * k;
        return new BiquadCoefficients(
            (high + middle * k / ShelfQuality + k * k) / a0,
            2 * (k * k - high) / a0,
            (high - middle * k / ShelfQuality + k * k) / a0,
            2 * (k * k - 1) / a0,
            (1 - k / ShelfQuality + k * k) / a0
        );
    }

    /// <summary>
    /// The second filter, which attenuates the lowest frequencies. As in the standard, its numerator is not normalized
    /// to 1 in the passband.
    /// </summary>
    public static BiquadCoefficients HighPass(int sampleRate)
    {
        double k = Math.Tan(Math.PI * HighPassFrequency / sampleRate);
        double a0 = 1 + k / HighPassQuality + k * k;
        return new BiquadCoefficients(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / HighPassQuality + k * k) / a0);
    }
}
