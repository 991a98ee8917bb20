using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.Signals;
using Audio.Cli.State;
using Audio.Host.Options;

namespace Audio.Cli.Top;

/// <summary><c>audiod top</c>: shows live what is playing.</summary>
internal static class TopCommand
{
    private const string Examples = """
        Examples:
          audiod top             refresh the table until q or Ctrl+C
          audiod top --once      print the table once; the default if the output is not a terminal
          audiod top 9000        watch the daemon on another port
        """;

    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new CommandWithExamples(
            "top",
            "Watch the sessions: format, buffer, underruns, TTFA, volume; q quits, exit code 3 if no daemon runs.",
            Examples
        );
        var once = new Option<bool>("--once") { Description = "Print the table once and exit." };
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
        (_, StateStore store, int port) = context.Target(arguments);

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
                return await DaemonAbsence.ReportAsync(context, store, port);
            case TopEnd.Gone:
                await context.Error.WriteLineAsync($"audiod: the daemon on port {port} no longer answers.");
                return ExitCode.Failed;
            default:
                return ExitCode.Ok;
        }
    }
}
