using System.CommandLine;
using System.Runtime.InteropServices;
using Audio.Cli.Invocation;
using Audio.Cli.State;
using Audio.Host;
using Audio.Host.Options;

namespace Audio.Cli.Doctor;

/// <summary>
/// <c>audiod doctor</c>: checks whether a daemon with these options would work here. Exit code 0 if no check fails.
/// </summary>
internal static class DoctorCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command(
            "doctor",
            "Check sinks, port, socket and files for problems; exit code 0 if there are none."
        );
        symbols.AddPortTo(command);
        symbols.AddTo(
            command,
            Settings.All.Where(s =>
                s == Settings.Port
                || s == Settings.StateDirectory
                || Settings.Log.Contains(s)
                || s.Name is "Bind" or "Socket" or "Sink" or "Period" or "Latency" or "SampleRate"
            )
        );
        command.SetAction((parsed, _) => RunAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        (DaemonOptions options, StateStore store, int port) = context.Target(arguments);

        await context.Out.WriteLineAsync(
            $"audiod {DaemonIdentity.Version}, .NET {Environment.Version}, "
                + $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}"
        );
        bool isWell = true;
        await foreach (Finding finding in LookAsync(options, port, context, store))
        {
            string mark = finding.Verdict switch
            {
                Verdict.Good => "ok  ",
                Verdict.Note => "note",
                _ => "BAD ",
            };
            await context.Out.WriteLineAsync($"{mark}  {finding.Subject.PadRight(14)} {finding.Text}");
            isWell &= finding.Verdict != Verdict.Bad;
        }
        await context.Out.WriteLineAsync(isWell ? "No problems found." : "Problems found: see the lines marked BAD.");
        return isWell ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>Yields each finding as soon as it is known: opening devices can take seconds.</summary>
    private static async IAsyncEnumerable<Finding> LookAsync(
        DaemonOptions options,
        int port,
        CommandContext context,
        StateStore store
    )
    {
        foreach (Finding finding in await SinkCheck.RunAsync(options, context.Time))
            yield return finding;
        foreach (Finding finding in await PortCheck.RunAsync(options, port, context, store))
            yield return finding;
        foreach (Finding finding in await AudibilityCheck.RunAsync(port, store))
            yield return finding;
        yield return FolderCheck.Look("state", store.Folder);
        yield return FolderCheck.Look("log", Path.GetDirectoryName(context.LogFile(options, port))!);
        if (UrgencyCheck.Look() is { } urgency)
            yield return urgency;
    }
}
