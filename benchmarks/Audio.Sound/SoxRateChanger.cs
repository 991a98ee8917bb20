using System.Diagnostics;
using System.Globalization;
using Audio.Testing.Signals;

namespace Audio.Sound;

/// <summary>sox with its very high quality setting, without dither, in 32-bit float.</summary>
internal sealed class SoxRateChanger(string folder) : IRateChanger
{
    private const int Seconds = 600;

    public string Name => "`sox rate -v`";

    public float[] Convert(float[] samples, int from, int to)
    {
        (string before, string after) = (Path.Combine(folder, "before.wav"), Path.Combine(folder, "after.wav"));
        new WaveFile(from, 1, 32, IsFloat: true, Pcm.Bytes(samples)).Write(before);
        Run("-D", before, "-e", "float", "-b", "32", after, "rate", "-v", to.ToString(CultureInfo.InvariantCulture));
        return WaveFile.Read(after).Samples;
    }

    /// <summary>The CPU time for a long file, minus the time to read and write it; the best of three.</summary>
    public double Cost(int from, int to)
    {
        string file = Path.Combine(folder, "long.f32");
        File.WriteAllBytes(file, Pcm.Bytes(Signal.Noise(Seconds * from, seed: 1)));
        string[] input =
        [
            "-D",
            "-t",
            "f32",
            "-r",
            from.ToString(CultureInfo.InvariantCulture),
            "-c",
            "1",
            file,
            "-t",
            "f32",
            "/dev/null",
        ];
        double with = Enumerable
            .Range(0, 3)
            .Min(_ => Run([.. input, "rate", "-v", to.ToString(CultureInfo.InvariantCulture)]));
        double without = Enumerable.Range(0, 3).Min(_ => Run(input));
        File.Delete(file);
        return (with - without) / (Seconds * 100.0 * to / 48_000);
    }

    /// <returns>Microseconds of CPU time.</returns>
    private static double Run(params string[] arguments)
    {
        var command = new ProcessStartInfo("bash", ["-c", "TIMEFORMAT=%U; time sox -V1 \"$@\"", "sox", .. arguments])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process sox = Process.Start(command)!;
        string said = sox.StandardError.ReadToEnd();
        sox.WaitForExit();
        return sox.ExitCode == 0
            ? 1e6 * double.Parse(said, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"sox {string.Join(' ', arguments)} failed: {said}");
    }
}
