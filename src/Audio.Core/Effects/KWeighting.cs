using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// How loud each frequency is heard: the two filters of ITU-R BS.1770-4, annex 1, which that page gives for 48 kHz
/// only. Here they are made for any rate from the analogue filters that they stand for, by the bilinear transform; the
/// frequencies, qualities and gains of those are the ones found for libebur128 and FFmpeg, with which the page's own
/// coefficients come out to 13 digits.
/// </summary>
internal static class KWeighting
{
    private const double ShelfFrequency = 1681.974450955533;
    private const double ShelfGain = 3.999843853973347; // dB
    private const double ShelfQuality = 0.7071752369554196;
    private const double ShelfMiddle = 0.4996667741545416; // the exponent of the gain in the middle of the slope
    private const double HighPassFrequency = 38.13547087602444;
    private const double HighPassQuality = 0.5003270373238773;

    /// <summary>The first filter: the head, a shelf of 4 dB above about 1.7 kHz.</summary>
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
    /// The second filter: less for the lowest frequencies. Its numerator is not scaled to 1 in the passband; the page
    /// has it so.
    /// </summary>
    public static BiquadCoefficients HighPass(int sampleRate)
    {
        double k = Math.Tan(Math.PI * HighPassFrequency / sampleRate);
        double a0 = 1 + k / HighPassQuality + k * k;
        return new BiquadCoefficients(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / HighPassQuality + k * k) / a0);
    }
}
