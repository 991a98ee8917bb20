using Audio.Cli.State;
using Audio.Cli.Terminal;
using Audio.Host.Options;
using Spectre.Console;

namespace Audio.Cli.Invocation;

/// <summary>Everything outside the process that a command uses.</summary>
internal sealed record CommandContext
{
    /// <summary>Standard output. Control characters are replaced, so that text cannot control the terminal.</summary>
    public required TextWriter Out
    {
        get;
        init => field = TerminalWriter.Over(value);
    }

    /// <summary>Standard error, filtered like <see cref="Out"/>.</summary>
    public required TextWriter Error
    {
        get;
        init => field = TerminalWriter.Over(value);
    }

    /// <summary>
    /// Opens standard input. Throws <see cref="OptionException"/> if it is a terminal and not a pipe or a file.
    /// </summary>
    public Func<Stream> OpenIn { get; init; } = OpenStandardInput;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Sources of settings other than the command line; later ones take precedence.</summary>
    public required IReadOnlyList<SettingLayer> Layers { get; init; }

    /// <summary>The options; those of the command line take precedence.</summary>
    /// <exception cref="OptionException">A value is invalid.</exception>
    public DaemonOptions Options(IReadOnlyDictionary<string, string> arguments) =>
        DaemonOptionsLoader.Load([.. Layers, SettingLayer.CommandLine(arguments)]);

    /// <summary>The state files in the folder that these options give.</summary>
    public StateStore Store(DaemonOptions options) => DaemonFiles.Store(options, Environment);

    /// <summary>The path of the log of the daemon on a port.</summary>
    public string LogFile(DaemonOptions options, int port) => DaemonFiles.Log(options, port, Environment);

    /// <summary>
    /// The daemon that a command applies to: the options, the state files, and the port (<see cref="PortOf"/>).
    /// </summary>
    /// <exception cref="OptionException">A value is invalid.</exception>
    public (DaemonOptions Options, StateStore Store, int Port) Target(IReadOnlyDictionary<string, string> arguments)
    {
        DaemonOptions options = Options(arguments);
        StateStore store = Store(options);
        return (options, store, PortOf(options, store, arguments));
    }

    /// <summary>A console on <see cref="Out"/>.</summary>
    public IAnsiConsole Console() => TerminalOutput.On(Out, Environment);

    /// <summary>Whether the command line or the environment gives the port.</summary>
    public bool IsPortGiven(IReadOnlyDictionary<string, string> arguments) =>
        arguments.ContainsKey(Settings.Port.Name) || Environment(Settings.Port.EnvironmentName) is not null;

    /// <summary>
    /// The port that a command applies to: the one from the command line or the environment, otherwise that of the
    /// daemon started last, otherwise the default. The port in appsettings.json is only for starting: it must not hide
    /// a daemon that was started on another port.
    /// </summary>
    private int PortOf(DaemonOptions options, StateStore store, IReadOnlyDictionary<string, string> arguments) =>
        IsPortGiven(arguments) ? options.Port : store.PortMeant() ?? options.Port;

    /// <summary>The base URL of the daemon on a port.</summary>
    public static Uri UrlOf(int port, StateStore store) => store.Read(port)?.Url ?? new Uri($"http://127.0.0.1:{port}");

    private static Stream OpenStandardInput() =>
        System.Console.IsInputRedirected
            ? System.Console.OpenStandardInput()
            : throw new OptionException(
                "Standard input is a terminal. Pipe sound into it, for example: "
                    + "espeak-ng --stdout hello | audiod play -"
            );
}
