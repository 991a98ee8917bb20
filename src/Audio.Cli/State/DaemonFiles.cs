using Audio.Host.Options;
using Audio.Host.State;

namespace Audio.Cli.State;

/// <summary>The places where a daemon with given options keeps its state and its log.</summary>
internal static class DaemonFiles
{
    /// <summary>The state files.</summary>
    /// <param name="options">May name the folder.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static StateStore Store(DaemonOptions options, Func<string, string?> environment) =>
        new(options.StateDirectory ?? StateFolders.State(environment));

    /// <summary>The log of the daemon on a port.</summary>
    /// <param name="options">May name the folder and the file.</param>
    /// <param name="port">The port.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static string Log(DaemonOptions options, int port, Func<string, string?> environment) =>
        Path.GetFullPath(
            Path.Combine(
                options.Log.Directory ?? StateFolders.Logs(environment),
                options.Log.File ?? $"audiod-{port}.log"
            )
        );
}
