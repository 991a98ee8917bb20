using Spectre.Console;

namespace Audio.Cli.Terminal;

/// <summary>Creates the console for tables and live progress bars.</summary>
internal static class TerminalOutput
{
    private const int RedirectedWidth = 160;

    /// <summary>
    /// Creates a console on a writer. Redirected output has a fixed width. An ASCII locale gets only ASCII, and a dumb
    /// terminal gets no control sequences. The console bypasses <see cref="TerminalWriter"/>, which would filter out
    /// its own control sequences, so write untrusted text only as a <see cref="TextTable"/> or a
    /// <see cref="TextLine"/>.
    /// </summary>
    public static IAnsiConsole On(TextWriter output, Func<string, string?>? environment = null)
    {
        environment ??= System.Environment.GetEnvironmentVariable;
        TextWriter inner = output is TerminalWriter terminal ? terminal.Inner : output;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(inner) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = RedirectedWidth;
        console.Profile.Capabilities.Unicode = Locale.IsUnicode(environment);
        if (environment("TERM") == "dumb")
            console.Profile.Capabilities.Ansi = false;
        if (!string.IsNullOrEmpty(environment("NO_COLOR")))
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        return console;
    }

    /// <summary>Whether text on the console can be overwritten.</summary>
    public static bool IsLive(this IAnsiConsole console) =>
        console.Profile.Capabilities is { Interactive: true, Ansi: true } && console.Profile.Out.IsTerminal;
}
