using System.Globalization;

namespace Audio.Sound;

/// <summary>Compares the resampler with others, as a table in Markdown.</summary>
internal static class ResamplerTable
{
    private const int MixRate = 48_000;

    public static void Write(IRateChanger[] ways)
    {
        Console.WriteLine(
            "| from | by | passband to 0.9 of Nyquist | loudest image | SINAD 1 kHz | 6 kHz | 10 kHz | 10 ms cost |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (int from in new[] { 24_000, 44_100, 22_050, 16_000 })
        {
            foreach (IRateChanger way in ways)
                Console.WriteLine(Row(way, from));
        }
    }

    private static string Row(IRateChanger way, int from)
    {
        // Off by a tenth of a hertz, so that no image coincides with the tone.
        double[] passband = [.. Enumerable.Range(1, 90).Select(hundredth => hundredth / 100.0 * from / 2 - 0.1)];
        Tone[] tones = ToneTrain.Measure(way, from, MixRate, [.. passband, 1_000, 6_000, 10_000]);
        Tone[] inBand = tones[..passband.Length];
        double ripple = inBand.MaxBy(tone => Math.Abs(tone.LevelDb)).LevelDb;
        double last = 10_000 <= 0.9 * from / 2 ? tones[^1].SinadDb : double.NaN;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {from / 1000.0:0.###} kHz | {way.Name} | {Math.Round(ripple, 3):+0.000;-0.000;0.000} dB | "
                + $"{inBand.Max(tone => tone.ImageDb):0} dB | {tones[^3].SinadDb:0} dB | {tones[^2].SinadDb:0} dB | "
                + $"{(double.IsNaN(last) ? "–" : $"{last:0} dB")} | {way.Cost(from, MixRate):0.00} µs |"
        );
    }
}
