using Spectre.Console;

namespace Audio.Cli.Terminal;

/// <summary>Tables, and bars that move where somebody looks at them.</summary>
internal static class TerminalOutput
{
    private const int WidthElsewhere = 160;

    /// <summary>
    /// A console on a writer. Where that is no terminal, nobody says how wide it is; it is not 80 columns then. In a
    /// locale that is ASCII nothing else is drawn, and a terminal that is dumb is not written over. What is shown goes
    /// past <see cref="TerminalWriter"/>, since it has control sequences: it is made of <see cref="TextTable"/> and
    /// <see cref="TextLine"/>, which let nothing else through.
    /// </summary>
    public static IAnsiConsole On(TextWriter output, Func<string, string?>? environment = null)
    {
        environment ??= System.Environment.GetEnvironmentVariable;
        TextWriter inner = output is TerminalWriter terminal ? terminal.Inner : output;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(inner) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthElsewhere;
        console.Profile.Capabilities.Unicode = Locale.IsUnicode(environment);
        if (environment("TERM") == "dumb")
            console.Profile.Capabilities.Ansi = false;
        if (!string.IsNullOrEmpty(environment("NO_COLOR")))
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        return console;
    }

    /// <summary>Whether what was written can be written over.</summary>
    public static bool IsLive(this IAnsiConsole console) =>
        console.Profile.Capabilities is { Interactive: true, Ansi: true } && console.Profile.Out.IsTerminal;
}
