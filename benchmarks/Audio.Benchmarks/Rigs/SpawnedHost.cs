using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Audio.Client;

namespace Audio.Benchmarks.Rigs;

/// <summary>The real daemon in its own process with its own folders, playing to the null sink.</summary>
internal sealed partial class SpawnedHost : IAsyncDisposable
{
    /// <summary>Selects another build of the daemon; benchmarks/run.sh sets it to the default build.</summary>
    private const string ProgramVariable = "AUDIOD_HOST";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private SpawnedHost(Process process, DirectoryInfo folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Where it listens.</summary>
    public AudioDaemonEndpoint Endpoint { get; private set; } = AudioDaemonEndpoint.Default;

    private static string Program { get; } =
        Environment.GetEnvironmentVariable(ProgramVariable)
        ?? typeof(SpawnedHost)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "Audio.Cli")
            .Value!;

    /// <summary>Starts it; returns when it says that it listens.</summary>
    public static async Task<SpawnedHost> StartAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("audiod-benchmark-");
        (string program, string[] first) = Program.EndsWith(".dll", StringComparison.Ordinal)
            ? ("dotnet", [Program])
            : (Program, Array.Empty<string>());
        var start = new ProcessStartInfo(
            program,
            [
                .. first,
                "run",
                "--port",
                "0",
                "--sink",
                "null",
                "--socket",
                "none",
                "--state-dir",
                folder.FullName,
                "--log-dir",
                folder.FullName,
            ]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var host = new SpawnedHost(
            Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."),
            folder
        );
        try
        {
            await host.ListenAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ListenAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            Endpoint = AudioDaemonEndpoint.Parse(
                string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{match.Groups["port"].Value}")
            );
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None); // it must never wait for a reader
            return;
        }
        throw new InvalidOperationException($"The daemon {Program} ended before it listened.");
    }

    [GeneratedRegex(@"listens on port (?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
