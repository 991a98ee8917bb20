using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Audio.Hostile.Daemon;

/// <summary>
/// The real daemon in a process of its own, with the null sink, a free port and folders of its own. Disposing ends it.
/// </summary>
internal sealed partial class OwnDaemon : IDisposable
{
    /// <summary>Far longer than it takes, even on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly string _folder;

    private OwnDaemon(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Its port, on 127.0.0.1 and ::1.</summary>
    public int Port { get; private set; }

    /// <summary>Its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Its local socket.</summary>
    public string SocketPath => Path.Combine(_folder, "audiod", $"{Port}.sock");

    /// <summary>Its log.</summary>
    public string LogPath => Path.Combine(_folder, "daemon.log");

    /// <summary>What it and its runtime wrote to standard output and error.</summary>
    public string Output => ReadShared(Path.Combine(_folder, "output"));

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Bytes of all its log files.</summary>
    public long LogBytes => Directory.GetFiles(_folder, "daemon*.log").Sum(static file => new FileInfo(file).Length);

    /// <summary>Starts it and returns when it listens.</summary>
    /// <exception cref="InvalidOperationException">It does not; the message has its output.</exception>
    public static async Task<OwnDaemon> StartAsync(DaemonOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("audiod-run-").FullName;
        string limit = options.MaxFiles is { } files ? $"ulimit -n {files}; " : "";
        var start = new ProcessStartInfo(
            "bash",
            [
                "-c",
                $"{limit}exec dotnet \"$@\" >'{folder}/output' 2>&1 </dev/null",
                "daemon",
                options.Program,
                "run",
                "--port=0",
                "--sink=null",
                $"--log-dir={folder}",
                "--log-file=daemon.log",
                .. options.Options,
            ]
        )
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (string name in start.Environment.Keys.Where(IsSetting).ToArray())
            start.Environment.Remove(name);
        start.Environment["XDG_RUNTIME_DIR"] = folder;
        start.Environment["XDG_STATE_HOME"] = Path.Combine(folder, "state");
        var daemon = new OwnDaemon(Process.Start(start)!, folder);
        try
        {
            await daemon.AwaitPortAsync();
            return daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }

    /// <summary>Asks it to end and waits until it has.</summary>
    /// <returns>Its exit code; <see langword="null"/> if it does not end.</returns>
    public async Task<int?> EndAsync()
    {
        if (IsRunning)
            await Process.Start("kill", [ProcessId.ToString(CultureInfo.InvariantCulture)]).WaitForExitAsync();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Limit, TimeProvider.System);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsRunning)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool IsSetting(string name) => name.StartsWith("AUDIOD_", StringComparison.Ordinal);

    private async Task AwaitPortAsync()
    {
        long began = Stopwatch.GetTimestamp();
        while (IsRunning && Stopwatch.GetElapsedTime(began) < Limit)
        {
            if (Listens().Match(Output) is { Success: true } match)
            {
                Port = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
                return;
            }
            await Task.Delay(Poll, TimeProvider.System);
        }
        throw new InvalidOperationException($"The daemon does not start:\n{Output}");
    }

    private static string ReadShared(string path)
    {
        if (!File.Exists(path))
            return "";
        using var reader = new StreamReader(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"listens on port (?<port>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listens();
}
