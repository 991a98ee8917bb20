using System.CommandLine;
using System.Text.Json;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Cli.State;
using Audio.Cli.Status;
using Audio.Host.Options;

namespace Audio.Cli.Commands;

/// <summary><c>audiod health</c>: tells whether the daemon is healthy, also by its exit code.</summary>
internal static class HealthCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command("health", "Tell whether the daemon is healthy: exit code 0 if it is, 1 if not.");
        symbols.AddPortTo(command);
        symbols.AddTo(command, Settings.Finding);
        command.SetAction((parsed, _) => AskAsync(symbols.ValuesOf(parsed), context));
        return command;
    }

    private static async Task<int> AskAsync(IReadOnlyDictionary<string, string> arguments, CommandContext context)
    {
        (_, StateStore store, int port) = context.Target(arguments);
        using var probe = new DaemonProbe();
        using JsonDocument? health = await probe.HealthAsync(CommandContext.UrlOf(port, store));
        if (health is not null)
        {
            string trouble = AudibilityText.Trouble(health.RootElement) is { } reason ? $" {reason}" : "";
            await context.Out.WriteLineAsync($"audiod on port {port} is healthy.{trouble}");
            return ExitCode.Ok;
        }

        await context.Out.WriteLineAsync(
            $"audiod on port {port} is not healthy: it did not give a valid answer on /health."
        );
        return ExitCode.Failed;
    }
}
