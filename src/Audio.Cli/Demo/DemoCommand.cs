using System.CommandLine;
using Audio.Cli.Invocation;
using Audio.Cli.Processes;
using Audio.Host;
using Audio.Host.Options;

namespace Audio.Cli.Demo;

/// <summary><c>audiod demo</c>: plays the sample files on a daemon of its own.</summary>
internal static class DemoCommand
{
    public static Command Create(SettingSymbols symbols, CommandContext context)
    {
        var command = new Command(
            "demo",
            "Play the sample files, all at once, on a separate daemon on a free port; without a sound device, "
                + "into a new file, demo.wav."
        );
        symbols.AddPortTo(command);
        symbols.AddTo(
            command,
            Settings.All.Where(setting =>
                setting == Settings.Port || setting.Name is "Sink" or "Period" or "Latency" or "SampleRate"
            )
        );
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                IReadOnlyDictionary<string, string> arguments = symbols.ValuesOf(parsed);
                DaemonOptions options = context.Options(arguments);
                if (!arguments.ContainsKey(Settings.Port.Name))
                    options = options with { Port = 0 };
                try
                {
                    return await new DemoRunner(context, options).RunAsync(cancellationToken);
                }
                catch (DaemonException e)
                {
                    FailureText failure = await FailureText.OfAsync(e, options);
                    await context.Error.WriteLineAsync($"audiod: {failure.Message}");
                    return failure.ExitCode;
                }
            }
        );
        return command;
    }
}
