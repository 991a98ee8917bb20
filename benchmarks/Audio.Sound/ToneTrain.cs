using Audio.Core.Tests.Signals;
using Audio.Testing.Signals;

namespace Audio.Sound;

/// <summary>A tone after resampling.</summary>
/// <param name="Frequency">In hertz.</param>
/// <param name="LevelDb">The level of the tone, relative to the input.</param>
/// <param name="ImageDb">The level of its mirror image about the input rate, relative to the tone.</param>
/// <param name="SinadDb">The ratio of the tone to everything else.</param>
internal readonly record struct Tone(double Frequency, double LevelDb, double ImageDb, double SinadDb);

/// <summary>A signal of consecutive tones, so that each resampler runs only once.</summary>
internal static class ToneTrain
{
    private const double Amplitude = 0.5;
    private const int TonesInASecond = 4;

    /// <summary>Sends tones through, and measures the middle half of each.</summary>
    public static Tone[] Measure(IRateChanger way, int from, int to, double[] frequencies)
    {
        float[] train =
        [
            .. frequencies.SelectMany(frequency => Signal.Sine(frequency, from, from / TonesInASecond, Amplitude)),
        ];
        float[] heard = way.Convert(train, from, to);
        return
        [
            .. frequencies.Select(
                (frequency, i) => Read(heard, frequency, (double)i * (from / TonesInASecond) / from, from, to)
            ),
        ];
    }

    private static Tone Read(float[] heard, double frequency, double start, int from, int to)
    {
        const double length = 1.0 / TonesInASecond;
        ReadOnlySpan<float> middle = heard.AsSpan((int)((start + length / 4) * to), (int)(length / 2 * to));
        var fit = SineFit.Of(middle, frequency / to);
        double mirrored = from - frequency <= to / 2.0 ? from - frequency : to - (from - frequency);
        double image = Level(middle, mirrored / to) / Level(middle, frequency / to);
        return new Tone(frequency, Db(fit.Amplitude / Amplitude), Db(image), fit.SinadDb);
    }

    /// <summary>The amount of a frequency, through a window that rejects tones 0.1 kHz away.</summary>
    private static double Level(ReadOnlySpan<float> samples, double cyclesPerSample)
    {
        (double real, double imaginary) = (0, 0);
        for (int n = 0; n < samples.Length; n++)
        {
            double window = Math.Pow(Math.Sin(Math.PI * (n + 0.5) / samples.Length), 6);
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * cyclesPerSample * n);
            real += window * samples[n] * cosine;
            imaginary += window * samples[n] * sine;
        }

        return Math.Sqrt(real * real + imaginary * imaginary);
    }

    private static double Db(double factor) => 20 * Math.Log10(factor);
}
