using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Audio.Client;

/// <summary>
/// A daemon that this client started, on a free port. Disposing it sends SIGTERM, on which it plays what it has
/// buffered, and kills it if it does not exit in time.
/// </summary>
internal sealed partial class SpawnedDaemon : IAsyncDisposable
{
    /// <summary>The environment variable with the path of the program.</summary>
    public const string PathVariable = "AUDIOD";

    private const int SigTerm = 15;
    private const int KeptLines = 20;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    // Immutable.
    private readonly Process _process;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Under the lock.
    private readonly Queue<string> _lines = new();
    private int _disposed;

    private SpawnedDaemon(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
    }

    public AudioDaemonEndpoint Endpoint { get; private set; } = AudioDaemonEndpoint.Default;

    public int ProcessId => _process.Id;

    public bool HasExited => Volatile.Read(ref _disposed) != 0 || _process.HasExited;

    /// <summary>Starts the program, and returns when it listens.</summary>
    /// <exception cref="AudioConnectionException"><see cref="AudioDaemonErrorKind.NotStarted"/>.</exception>
    public static async Task<SpawnedDaemon> StartAsync(
        AudioDaemonClientOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        string program = options.DaemonPath ?? Environment.GetEnvironmentVariable(PathVariable) ?? "audiod";
        var start = new ProcessStartInfo(program, ["run", "--port", "0", .. options.DaemonArguments])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        SpawnedDaemon daemon;
        try
        {
            daemon = new SpawnedDaemon(
                Process.Start(start) ?? throw new InvalidOperationException("it did not start"),
                time
            );
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            throw new AudioConnectionException(
                AudioDaemonErrorKind.NotStarted,
                $"No daemon answers, and '{program}' cannot be started: {e.Message} "
                    + $"Name the program in DaemonPath or {PathVariable}.",
                e
            );
        }

        try
        {
            using var limit = new CancellationTokenSource(options.SpawnTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            daemon.Endpoint = AudioDaemonEndpoint.Parse(
                $"ws://127.0.0.1:{await daemon.ListenAsync(either.Token).ConfigureAwait(false)}"
            );
            LogStarted(logger, program, daemon.ProcessId, daemon.Endpoint);
            return daemon;
        }
        catch (Exception e)
        {
            await daemon.DisposeAsync().ConfigureAwait(false);
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw daemon.NotStarted(program, $"did not listen within {options.SpawnTimeout.TotalSeconds:0.###} s");
            if (e is EndOfStreamException)
                throw daemon.NotStarted(program, "ended");
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        using var limit = new CancellationTokenSource(EndLimit, _time);
        try
        {
            if (!OperatingSystem.IsWindows() && !_process.HasExited && Kill(_process.Id, SigTerm) == 0)
                await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It did not exit in time.
        }
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<int> ListenAsync(CancellationToken cancellationToken)
    {
        int open = 2;
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => Take(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await _port.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

        void Take(string? line)
        {
            if (line is null)
            {
                if (Interlocked.Decrement(ref open) == 0)
                    _port.TrySetException(new EndOfStreamException());
                return;
            }
            lock (_lines)
            {
                _lines.Enqueue(line);
                if (_lines.Count > KeptLines)
                    _lines.Dequeue();
            }
            if (Listens().Match(line) is { Success: true } match)
                _port.TrySetResult(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    private AudioConnectionException NotStarted(string program, string what)
    {
        lock (_lines)
        {
            return new AudioConnectionException(
                AudioDaemonErrorKind.NotStarted,
                $"No daemon answers, and '{program} run' {what}. It said: "
                    + (_lines.Count == 0 ? "nothing" : string.Join('\n', _lines))
            );
        }
    }

    [GeneratedRegex(
        @"listens on port (?<port>\d{1,5})",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Listens();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);

    [LoggerMessage(
        EventId = LogEvents.DaemonStarted,
        Level = LogLevel.Information,
        Message = "No daemon answered: started {Program}, process {ProcessId}, at {Endpoint}"
    )]
    private static partial void LogStarted(ILogger logger, string program, int processId, AudioDaemonEndpoint endpoint);
}
