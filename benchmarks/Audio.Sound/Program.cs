using System.Globalization;
using Audio.Sound;
using Audio.Testing.Signals;

// benchmarks/sound.sh assembles the output into docs/sound.md.
switch (args)
{
    case ["resamplers", var folder]:
        ResamplerTable.Write([new OurRateChanger(), new SoxRateChanger(folder), new LinearRateChanger()]);
        return 0;
    case ["sweeps", var folder]:
        // The sweep crosses the input's whole band in a straight line; anything off that line is an artefact.
        const int from = 24_000;
        double turns = 0;
        float[] sweep =
        [
            .. Enumerable
                .Range(0, 4 * from)
                .Select(n => (float)(0.5 * Math.Sin(2 * Math.PI * (turns += n / (4.0 * from) / 2)))),
        ];
        foreach (
            (string name, IRateChanger way) in new (string, IRateChanger)[]
            {
                ("ours", new OurRateChanger()),
                ("sox", new SoxRateChanger(folder)),
                ("linear", new LinearRateChanger()),
            }
        )
        {
            new WaveFile(48_000, 1, 32, IsFloat: true, Pcm.Bytes(way.Convert(sweep, from, 48_000))).Write(
                Path.Combine(folder, $"sweep-{name}.wav")
            );
        }

        return 0;
    case ["loudness", .. var filesAndReadings]:
        EffectTables.WriteLoudness(
            filesAndReadings
                .Chunk(2)
                .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture))
        );
        return 0;
    case ["speed"]:
        EffectTables.WriteSpeed();
        return 0;
    case ["costs"]:
        EffectTables.WriteCosts();
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: Audio.Sound resamplers|sweeps FOLDER, loudness FILE LUFS …, speed, costs   "
                + "(benchmarks/sound.sh runs all of them)"
        );
        return 2;
}
