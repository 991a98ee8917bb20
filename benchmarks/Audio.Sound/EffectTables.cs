using System.Globalization;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Testing.Signals;

namespace Audio.Sound;

/// <summary>The effects compared with their specification, as tables in Markdown.</summary>
internal static class EffectTables
{
    /// <summary>
    /// Compares the meter with FFmpeg's, and shows the loudness after the normaliser: played once at each target, and
    /// four times over on a bus.
    /// </summary>
    /// <param name="references">FFmpeg's reading of each file, in LUFS.</param>
    public static void WriteLoudness(IReadOnlyDictionary<string, double> references)
    {
        double[] targets = [-23, -18, -16, -14];
        Console.WriteLine(
            "| sample | FFmpeg `ebur128` | our meter |"
                + string.Concat(targets.Select(target => $" `loudness:{target}` |"))
                + " on a bus, four times over, `loudness:-18` |"
        );
        Console.WriteLine($"|---|---|---|{string.Concat(targets.Select(_ => "---|"))}---|");
        foreach ((string path, double reference) in references)
        {
            var file = WaveFile.Read(path);
            double read = Loudness(file, file.Samples, heardTwice: false);
            string once = string.Concat(
                targets.Select(target =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $" {Loudness(file, Normalized(file, target), heardTwice: true):0.00} |"
                    )
                )
            );
            float[] bus = [.. Enumerable.Repeat(file.Samples, 4).SelectMany(samples => samples)];
            new LoudnessNormalizer(-18, file.SampleRate, file.Channels).Process(bus);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| `{Path.GetFileName(path)}` | {reference:0.0} | {read:0.0} |{once} "
                        + $"{Loudness(file, bus, heardTwice: true):0.00} |"
                )
            );
        }
    }

    /// <summary>The pitch error of a tone at each speed, and the duration.</summary>
    public static void WriteSpeed()
    {
        const int rate = 48_000;
        Console.WriteLine("| speed | pitch of 60 Hz | 440 Hz | 3.7 kHz | duration of 6 s | should be |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (double speed in new[] { 0.5, 0.8, 1.25, 2, 3 })
        {
            string[] cents =
            [
                .. new[] { 60.0, 440, 3_700 }.Select(frequency =>
                {
                    float[] heard = Change(Signal.Sine(frequency, rate, 6 * rate), speed, rate);
                    double found = Frequency(heard.AsSpan((rate / 10)..^(rate / 10)), rate);
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Math.Round(1_200 * Math.Log2(found / frequency), 2):+0.00;-0.00;0.00} cents"
                    );
                }),
            ];
            double duration = (double)Change(new float[6 * rate], speed, rate).Length / rate;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {speed} | {string.Join(" | ", cents)} | {duration:0.0000} s | {6 / speed:0.0000} s |"
                )
            );
        }
    }

    /// <summary>What each costs for 10 ms of stereo.</summary>
    public static void WriteCosts()
    {
        const int rate = 48_000;
        Console.WriteLine("| for 10 ms of stereo at 48 kHz | cost |");
        Console.WriteLine("|---|---|");
        var limiter = new Limiter(rate);
        float[] quiet = Signal.Noise(960, seed: 1);
        Row("limiter idle", () => limiter.Process(quiet, 2));
        float[] loud = new float[960];
        Row("limiter active", () =>
        {
            Array.Fill(loud, 2f);
            limiter.Process(loud, 2);
        });
        foreach (string name in new[] { "highpass:80", "peak:3000:4:1.2", "loudness:-18" })
        {
            IAudioEffect effect = EffectChain.Parse(name).CreateInPlace(Audio.Protocol.AudioFormat.Float32(rate, 2));
            float[] samples = Signal.Noise(960, seed: 1);
            Row($"`{name}`", () => effect.Process(samples));
        }

        foreach (string name in new[] { "trim", "speed:1.25" })
        {
            IStreamEffect effect = EffectChain.Parse(name).CreateStream(Audio.Protocol.AudioFormat.Float32(rate, 2));
            float[] samples = Signal.Noise(960, seed: 1);
            float[] output = new float[8_192];
            Row($"`{name}`", () => effect.Process(samples, output, out _, out _));
        }
    }

    private static float[] Normalized(WaveFile file, double target)
    {
        IStreamEffect effect = EffectChain
            .Parse(string.Create(CultureInfo.InvariantCulture, $"loudness:{target}"))
            .CreateStream(Audio.Protocol.AudioFormat.Float32(file.SampleRate, file.Channels));
        float[] output = new float[file.Samples.Length];
        effect.Process(file.Samples, output, out _, out int written);
        effect.Flush(output.AsSpan(written), out _);
        return output;
    }

    private static double Loudness(WaveFile file, float[] samples, bool heardTwice)
    {
        var meter = new LoudnessMeter(file.SampleRate, file.Channels, heardTwice);
        meter.Add(samples);
        return meter.Integrated;
    }

    private static void Row(string name, Action block)
    {
        double cost = Timing.Best(() =>
        {
            block();
            return 480;
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {cost:0.00} µs |"));
    }

    private static float[] Change(float[] samples, double speed, int rate)
    {
        var effect = new SpeedChanger(speed, rate, 1);
        float[] output = new float[(int)(samples.Length / speed) + 4_096];
        effect.Process(samples, output, out _, out int written);
        effect.Flush(output.AsSpan(written), out int rest);
        return output[..(written + rest)];
    }

    /// <summary>Measures by upward zero crossings, interpolated between samples.</summary>
    private static double Frequency(ReadOnlySpan<float> samples, int rate)
    {
        (double first, double last, int zeros) = (0, 0, 0);
        for (int i = 1; i < samples.Length; i++)
        {
            if (!(samples[i - 1] < 0 && samples[i] >= 0))
                continue;
            last = i - 1 + samples[i - 1] / (double)(samples[i - 1] - samples[i]);
            if (zeros++ == 0)
                first = last;
        }

        return (zeros - 1) * rate / (last - first);
    }
}
