using System.CommandLine;
using System.CommandLine.Parsing;
using Audio.LoadGenerator.Clients;
using Audio.LoadGenerator.Driving;
using Audio.LoadGenerator.Reports;

namespace Audio.LoadGenerator.Commands;

/// <summary><c>ramp</c>: a growing number of sessions.</summary>
internal static class RampCommand
{
    private const int MaxSessions = 20_000;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var usual = new LoadOptions { Port = 0, ProcessId = 0 };
        var daemon = new DaemonSymbols();
        var sessions = new Option<IReadOnlyList<int>>("--sessions")
        {
            Description = "Sessions at one time, a step for each number. Default: 1,10,100",
            HelpName = "NUMBER,NUMBER…",
            CustomParser = result => Span.ParseNumbers(result, "--sessions", MaxSessions),
        };
        Option<int> find = Span.Number(
            "--find",
            "Then looks for the largest number of sessions without an underrun, up to this; 0: no",
            usual.Find,
            0,
            MaxSessions
        );
        Option<int> perConnection = Span.Number(
            "--per-connection",
            "Sessions on one connection; v4 only (the daemon allows 256)",
            usual.PerConnection,
            1,
            256
        );
        Option<int> rate = Span.Number("--rate", "Hertz", usual.Rate, 8_000, 192_000);
        Option<int> channels = Span.Number("--channels", "Channels", usual.Channels, 1, 2);
        Option<TimeSpan> chunk = Span.Option(
            "--chunk",
            "Sound in one chunk",
            usual.Chunk,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromSeconds(2)
        );
        var mp3 = new Option<Mp3File?>("--mp3")
        {
            Description = "What sessions post frame by frame, in place of a tone; http only. lame -t makes one",
            HelpName = "FILE.mp3",
            CustomParser = ReadMp3,
        };
        Option<int> burst = Span.Number("--burst", "Chunks sent at once, every so many chunks", usual.Burst, 1, 1000);
        Option<TimeSpan> lead = Span.Option(
            "--lead",
            "How far a client is ahead of its sound; it sends that much at once at the start",
            usual.Lead,
            TimeSpan.Zero,
            TimeSpan.FromSeconds(20)
        );
        Option<TimeSpan> rampUp = Span.Option(
            "--ramp-up",
            "Over how long the sessions of a step begin",
            usual.RampUp,
            TimeSpan.Zero,
            TimeSpan.FromMinutes(10)
        );
        Option<TimeSpan> measured = Span.Option(
            "--seconds",
            "How long a step is measured once all have begun",
            usual.Measured,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromHours(24)
        );
        Option<TimeSpan> utterance = Span.Option(
            "--utterance",
            "Sound in one session; another follows. 0s: one session for the whole step. Not for v3",
            usual.Utterance,
            TimeSpan.Zero,
            TimeSpan.FromHours(1)
        );
        Option<TimeSpan> pause = Span.Option(
            "--pause",
            "From the end of one utterance's sound to the next",
            usual.Pause,
            TimeSpan.FromMilliseconds(200),
            TimeSpan.FromHours(1)
        );
        Option<int> threads = Span.Number("--threads", "Threads of the generator", usual.Threads, 1, 64);
        Option<TimeSpan> coalesce = Span.Option(
            "--coalesce",
            "How late a chunk other than a session's first may go, so that several go with one wake-up",
            usual.Coalesce,
            TimeSpan.FromTicks(10),
            TimeSpan.FromMilliseconds(50)
        );
        Option<string> collections = DaemonSymbols.Of(
            "--collections",
            "Whether the daemon's garbage collections are listened to, by EventPipe. Default: yes",
            "yes",
            "no"
        );
        var markdown = new Option<FileInfo?>("--markdown")
        {
            Description = "Writes the report as Markdown, beside printing it",
            HelpName = "FILE",
        };

        var command = new Command(
            "ramp",
            "Real-time sessions, step by step: first sound, underruns, and what they cost the daemon."
        )
        {
            daemon.Port,
            daemon.ProcessId,
            daemon.Protocol,
            sessions,
            find,
            perConnection,
            rate,
            channels,
            chunk,
            mp3,
            burst,
            lead,
            rampUp,
            measured,
            utterance,
            pause,
            threads,
            coalesce,
            collections,
            daemon.Json,
            markdown,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(daemon.Protocol) == "v3" && result.GetValue(utterance) > TimeSpan.Zero)
            {
                result.AddError(
                    "--utterance is not for v3: its clients are not told of underruns, and the daemon remembers "
                        + "few sessions that ended."
                );
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(mp3) is not null && result.GetValue(daemon.Protocol) != "http")
                result.AddError("--mp3 is for http: add --protocol http.");
        });
        command.SetAction(
            async (result, _) =>
            {
                Mp3File? sound = result.GetValue(mp3);
                LoadOptions options = daemon.Read(result) with
                {
                    Sessions = result.ValueOr(sessions, usual.Sessions),
                    Find = result.ValueOr(find, usual.Find),
                    PerConnection = result.ValueOr(perConnection, usual.PerConnection),
                    Rate = sound?.Rate ?? result.ValueOr(rate, usual.Rate),
                    Channels = sound?.Channels ?? result.ValueOr(channels, usual.Channels),
                    Chunk = sound?.FrameSpan ?? result.ValueOr(chunk, usual.Chunk),
                    Mp3 = sound,
                    Burst = result.ValueOr(burst, usual.Burst),
                    Lead = result.ValueOr(lead, usual.Lead),
                    RampUp = result.ValueOr(rampUp, usual.RampUp),
                    Measured = result.ValueOr(measured, usual.Measured),
                    Utterance = result.ValueOr(utterance, usual.Utterance),
                    Pause = result.ValueOr(pause, usual.Pause),
                    Threads = result.ValueOr(threads, usual.Threads),
                    Coalesce = result.ValueOr(coalesce, usual.Coalesce),
                    WatchCollections = result.GetValue(collections) != "no",
                };
                LoadReport report = await new LoadRun(options, result.InvocationConfiguration.Error).RunAsync();
                string text = MarkdownReport.Write(report);
                await result.InvocationConfiguration.Output.WriteAsync(text);
                if (result.GetValue(markdown) is { } markdownFile)
                    await File.WriteAllTextAsync(markdownFile.FullName, text, CancellationToken.None);
                if (result.GetValue(daemon.Json) is { } jsonFile)
                    await File.WriteAllTextAsync(jsonFile.FullName, JsonReport.Write(report), CancellationToken.None);
                return report.Steps.Any(static step => step.Faults.Count > 0) ? 1 : 0;
            }
        );
        return command;
    }

    private static Mp3File? ReadMp3(ArgumentResult result)
    {
        try
        {
            return Mp3File.Read(result.Tokens[0].Value);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            result.AddError($"--mp3: {e.Message}");
            return null;
        }
    }
}
