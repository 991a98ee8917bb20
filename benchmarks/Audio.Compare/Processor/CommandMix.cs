using System.Diagnostics;
using System.Globalization;
using Audio.Compare.Ways;

namespace Audio.Compare.Processor;

/// <summary>A program that mixes files as fast as it can and discards the result. All of its CPU time counts.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="program">The program.</param>
/// <param name="arguments">For a number of streams and a number of seconds.</param>
internal sealed class CommandMix(string name, string program, Func<int, double, IEnumerable<string>> arguments) : IMix
{
    public IReadOnlyList<string> Names => [name];

    public bool IsOurs => false;

    /// <summary>FFmpeg: each input is brought to 48 kHz, then all are added.</summary>
    public static CommandMix Ffmpeg(string wav) =>
        new("ffmpeg amix", "ffmpeg", (streams, seconds) =>
            [
                "-nostdin",
                "-v",
                "error",
                "-threads",
                "1",
                .. Enumerable.Repeat((string[])["-t", Text(seconds), "-i", wav], streams).SelectMany(words => words),
                "-filter_complex_threads",
                "1",
                "-filter_complex",
                string.Concat(Enumerable.Range(0, streams).Select(i => $"[{i}:a]aresample=48000[a{i}];"))
                    + string.Concat(Enumerable.Range(0, streams).Select(i => $"[a{i}]"))
                    + $"amix=inputs={streams}",
                "-ac",
                "2",
                "-f",
                "null",
                "-",
            ]
        );

    /// <summary>
    /// sox mixes at the files' rate and resamples only the sum: it does not accept files of different rates.
    /// </summary>
    public static CommandMix Sox(string wav) =>
        new("sox -m (resamples only the sum)", "sox", (streams, seconds) =>
            [
                "-q",
                .. streams > 1 ? (string[])["-m"] : [],
                .. Enumerable.Repeat(wav, streams),
                "-n",
                "trim",
                "0",
                Text(seconds),
                "rate",
                "48000",
                "channels",
                "2",
            ]
        );

    public async Task<TimeSpan[]> MixAsync(int streams, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", program, .. arguments(streams, duration.TotalSeconds)]
        )
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        Process process = Programs.Start(start);
        try
        {
            string said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{program} failed with exit code {process.ExitCode}: {said}");
            string[] times = said.TrimEnd().Split('\n')[^1].Split(' ');
            return [TimeSpan.FromSeconds(times.Sum(time => double.Parse(time, CultureInfo.InvariantCulture)))];
        }
        finally
        {
            await Programs.EndAsync(process);
        }
    }

    private static string Text(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
