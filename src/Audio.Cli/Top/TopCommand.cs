using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host.Options;
using Audio.Host.Processes;
using Audio.Host.State;

namespace Audio.Cli.Top;

/// <summary><c>audiod top</c>: what plays, as it plays.</summary>
internal static class TopCommand
{
    private const string Examples = """
        Examples:
          audiod top             until q or Ctrl+C
          audiod top --once      the table once, as it also is where the output is no terminal
          audiod top 9000        of the daemon on another port
        """;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new CommandWithExamples(
            "top",
            "Watch the sessions: format, buffer, underruns, TTFA, volume; q ends it, exit code 3 where no daemon runs.",
            Examples
        );
        var once = new Option<bool>("--once") { Description = "Show the table once and end." };
        symbols.AddPortTo(command);
        command.Options.Add(once);
        symbols.AddTo(command, Settings.Finding);
        command.SetAction((parsed, _) => RunAsync(symbols.ValuesOf(parsed), parsed.GetValue(once), context));
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> arguments,
        bool once,
        CommandContext context
    )
    {
        (_, StateStore store, int port) = context.Meant(arguments);

        using var probe = new DaemonProbe();
        var top = new TopRunner(
            context.Console(),
            () => probe.StatusAsync(CommandContext.UrlOf(port, store)),
            context.Time
        );
        using var interruption = new Interruption();
        switch (await top.RunAsync(once, TopKeys.QuitAsync, interruption.Token))
        {
            case TopEnd.Absent:
                return await DaemonAbsence.SayAsync(context, store, port);
            case TopEnd.Gone:
                await context.Error.WriteLineAsync($"audiod: the daemon on port {port} does not answer any more.");
                return ExitCode.Failed;
            default:
                return ExitCode.Ok;
        }
    }
}
