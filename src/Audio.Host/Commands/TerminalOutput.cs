using Spectre.Console;

namespace Audio.Host.Commands;

/// <summary>Tables, and bars that move where somebody looks at them.</summary>
internal static class TerminalOutput
{
    private const int WidthElsewhere = 160;

    /// <summary>A console on what a command writes to. Where that is no terminal, nobody says how wide it is; it is not 80 columns then.</summary>
    public static IAnsiConsole On(TextWriter output)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = WidthElsewhere;
        return console;
    }

    /// <summary>Whether what was written can be written over.</summary>
    public static bool IsLive(this IAnsiConsole console) => console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal;
}
