using Audio.Cli.Terminal;
using Audio.Host.Options;
using Audio.Host.State;
using Spectre.Console;

namespace Audio.Cli.Invocation;

/// <summary>The world that a command sees.</summary>
internal sealed record CommandContext
{
    /// <summary>For what was asked. Whatever is written here cannot steer the terminal.</summary>
    public required TextWriter Out
    {
        get;
        init => field = TerminalWriter.Over(value);
    }

    /// <summary>For what went wrong; likewise.</summary>
    public required TextWriter Error
    {
        get;
        init => field = TerminalWriter.Over(value);
    }

    /// <summary>
    /// Opens what is piped in. Throws <see cref="OptionException"/> where that is a terminal, which nobody can play.
    /// </summary>
    public Func<Stream> OpenIn { get; init; } = OpenStandardInput;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Where settings come from beside the command line, the weakest first.</summary>
    public required IReadOnlyList<SettingLayer> Layers { get; init; }

    /// <summary>The options, with those of the command line on top.</summary>
    /// <exception cref="OptionException">A value cannot be used.</exception>
    public DaemonOptions Options(IReadOnlyDictionary<string, string> arguments) =>
        DaemonOptionsLoader.Load([.. Layers, SettingLayer.CommandLine(arguments)]);

    /// <summary>The state files that these options name.</summary>
    public StateStore Store(DaemonOptions options) => DaemonFiles.Store(options, Environment);

    /// <summary>The log of a daemon on a port.</summary>
    public string LogFile(DaemonOptions options, int port) => DaemonFiles.Log(options, port, Environment);

    /// <summary>
    /// The daemon that a command means: what it was told, the state files, and the port (<see cref="PortMeant"/>).
    /// </summary>
    /// <exception cref="OptionException">A value cannot be used.</exception>
    public (DaemonOptions Options, StateStore Store, int Port) Meant(IReadOnlyDictionary<string, string> arguments)
    {
        DaemonOptions options = Options(arguments);
        StateStore store = Store(options);
        return (options, store, PortMeant(options, store, arguments));
    }

    /// <summary>A console on <see cref="Out"/>.</summary>
    public IAnsiConsole Console() => TerminalOutput.On(Out, Environment);

    /// <summary>Whether the port was said here or in the environment.</summary>
    public bool IsPortSaid(IReadOnlyDictionary<string, string> arguments) =>
        arguments.ContainsKey(Settings.Port.Name) || Environment(Settings.Port.EnvironmentName) is not null;

    /// <summary>
    /// The port that a command means: the one that was said here or in the environment, else the one that was started,
    /// else the default. What appsettings.json says is for starting: it must not hide a daemon that was started
    /// elsewhere.
    /// </summary>
    private int PortMeant(DaemonOptions options, StateStore store, IReadOnlyDictionary<string, string> arguments) =>
        IsPortSaid(arguments) ? options.Port : store.PortMeant() ?? options.Port;

    /// <summary>Where the daemon on a port is asked.</summary>
    public static Uri UrlOf(int port, StateStore store) => store.Read(port)?.Url ?? new Uri($"http://127.0.0.1:{port}");

    private static Stream OpenStandardInput() =>
        System.Console.IsInputRedirected
            ? System.Console.OpenStandardInput()
            : throw new OptionException(
                "Standard input is a terminal; pipe sound into it, as in: espeak-ng --stdout hello | audiod play -"
            );
}
