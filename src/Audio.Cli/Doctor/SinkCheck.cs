using Audio.Core.Engine;
using Audio.Core.Sinks;
using Audio.Host.Options;

namespace Audio.Cli.Doctor;

/// <summary>Opens each sink briefly, in silence, and reports which one <c>auto</c> would use.</summary>
internal static class SinkCheck
{
    /// <summary>The sinks that play to a device.</summary>
    private static readonly string[] Devices = OperatingSystem.IsWindows()
        ? ["pulse", "wasapi", "portaudio"]
        : ["pulse", "portaudio"];

    public static async Task<IReadOnlyList<Finding>> RunAsync(DaemonOptions options, TimeProvider time)
    {
        var findings = new List<Finding>();
        foreach (string sink in Devices)
        {
            (bool opens, string text) = await TryAsync(options.Engine.Sink with { Sink = sink }, time);
            findings.Add(new Finding(opens ? Verdict.Good : Verdict.Note, sink, text));
        }

        findings.Add(
            options.Engine.Sink.Sink == "auto" ? Choose(findings) : await LookAsync(options.Engine.Sink, time)
        );
        return findings;
    }

    /// <summary>The sink that <c>auto</c> would use: the first that opens.</summary>
    private static Finding Choose(List<Finding> devices) =>
        devices.Find(device => device.Verdict == Verdict.Good) is { } first
            ? new Finding(Verdict.Good, "--sink auto", $"would use {first.Subject}, the first that opens.")
            : new Finding(
                Verdict.Bad,
                "--sink auto",
                "would use null: no device opens that can be heard. --sink wav:PATH writes the mix to a file."
            );

    private static async Task<Finding> LookAsync(SinkOptions sink, TimeProvider time)
    {
        (bool opens, string text) = await TryAsync(sink, time);
        return new Finding(opens ? Verdict.Good : Verdict.Bad, $"--sink {sink.Sink.Split(':')[0]}", text);
    }

    private static async Task<(bool Opens, string Text)> TryAsync(SinkOptions sink, TimeProvider time)
    {
        // Opening this sink would create the file, so only the folder is checked.
        if (sink.Sink.StartsWith("wav:", StringComparison.Ordinal))
        {
            return FolderCheck.CanWrite(Path.GetDirectoryName(sink.Sink[4..])!, out string reason)
                ? (true, $"would write {sink.Sink[4..]}.")
                : (false, reason);
        }

        await using var engine = AudioEngine.Create(options => options.Sink = sink, time);
        try
        {
            engine.Start();
            OutputStatus output = engine.Output;
            return output switch
            {
                { State: not OutputState.Open } => (false, output.Reason),
                { Inaudible: { IsIntended: false } why } => (
                    false,
                    $"opens {output.Sink}, but cannot be heard. {why.Message}"
                ),
                _ => (true, $"opens {output.Sink}: {output.Reason.TrimEnd('.')}."),
            };
        }
        catch (SinkException e)
        {
            return (false, e.Message);
        }
    }
}
