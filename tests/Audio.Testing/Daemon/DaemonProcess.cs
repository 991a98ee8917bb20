using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Audio.Testing.Sockets;

namespace Audio.Testing.Daemon;

/// <summary>
/// The real daemon in its own process, with its own folders, on a free port. Disposing always ends it. Its folders are
/// set up as on a Linux desktop: XDG_STATE_HOME, and an XDG_RUNTIME_DIR that is new and empty, as after a login.
/// </summary>
/// <remarks>
/// The test project names the program by assembly metadata (<c>Audio.Cli</c>), so that it is that of the same build.
/// </remarks>
public sealed partial class DaemonProcess : IAsyncDisposable
{
    /// <summary>Far longer than it takes, even on a busy machine.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private const string RuntimeName = "run";
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Process _process;
    private readonly TempFolder _folder;

    private DaemonProcess(Process process, TempFolder folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>The program.</summary>
    public static string Program { get; } =
        AppDomain
            .CurrentDomain.GetAssemblies()
            .SelectMany(a => a.GetCustomAttributes<AssemblyMetadataAttribute>())
            .FirstOrDefault(a => a.Key == "Audio.Cli")
            ?.Value
        ?? throw new InvalidOperationException("No assembly has the metadata 'Audio.Cli': add it to the test project.");

    /// <summary>What it wrote to standard output and standard error.</summary>
    public OutputLines Output { get; } = new();

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Its working folder, which also contains its state and log files.</summary>
    public string Folder => _folder.Path;

    /// <summary>Its XDG_RUNTIME_DIR, unless the set-up names another.</summary>
    public string RuntimeFolder => _folder.File(RuntimeName);

    /// <summary>Where its local socket usually is.</summary>
    public string SocketPath => Path.Combine(RuntimeFolder, "audiod", $"{Port}.sock");

    /// <summary>Its memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Its peak memory.</summary>
    public long PeakResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Starts it and returns when it reports that it listens.</summary>
    /// <exception cref="TimeoutException">It did not; the message contains its output.</exception>
    public static async Task<DaemonProcess> StartAsync(DaemonSetup setup)
    {
        DaemonProcess daemon = Launch(setup);
        try
        {
            string port = (await daemon.Output.WaitForAsync(@"listens on port (?<port>\d+)", StartLimit))
                .Groups["port"]
                .Value;
            daemon.Port = int.Parse(port, CultureInfo.InvariantCulture);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it without waiting, for starts that fail.</summary>
    public static DaemonProcess Launch(DaemonSetup setup)
    {
        var folder = new TempFolder();
        DaemonProcess daemon = Start(
            folder,
            ["run", $"--port={setup.Port}", "--sink", setup.Sink, .. StateOptions(setup, folder), .. setup.Options],
            setup.Environment,
            setup.Shell
        );
        daemon.Port = setup.Port;
        return daemon;
    }

    /// <summary>Runs the program with other arguments, such as a verb, to its end.</summary>
    /// <returns>The exit code and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using DaemonProcess process = Start(new TempFolder(), arguments, new Dictionary<string, string>());
        int code = await process.WaitForExitAsync(StartLimit);
        return (code, string.Join('\n', process.Output.All));
    }

    /// <summary>Runs the program with other arguments and environment; does not wait for anything.</summary>
    public static DaemonProcess Run(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        Start(new TempFolder(), arguments, environment);

    /// <summary>Opens a WebSocket to it.</summary>
    public Task<RawWebSocket> ConnectAsync(RawHandshake? handshake = null) =>
        RawWebSocket.ConnectAsync(Port, handshake);

    /// <summary>Asks it to end, like <c>kill</c>.</summary>
    public void Terminate() => Signal(15);

    /// <summary>Asks it to end, like Ctrl+C.</summary>
    public void Interrupt() => Signal(2);

    /// <summary>Kills it like <c>kill -9</c>, without any clean-up.</summary>
    public void Kill() => Signal(9);

    /// <summary>Stops it where it is, like Ctrl+Z in a terminal, or a laptop that goes to sleep.</summary>
    public void Suspend() => Signal(19);

    /// <summary>Lets it go on after <see cref="Suspend"/>.</summary>
    public void Continue() => Signal(18);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        using var cancel = new CancellationTokenSource(limit ?? StartLimit, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(cancel.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"The daemon has not ended:\n{string.Join('\n', Output.All.TakeLast(60))}", e);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    /// <summary>Only Linux takes the folders from the environment.</summary>
    private static string[] StateOptions(DaemonSetup setup, TempFolder folder) =>
        setup.StateFolder is { } chosen ? ["--state-dir", chosen]
        : OperatingSystem.IsLinux() ? []
        : ["--state-dir", folder.Path, "--log-dir", folder.Path];

    private static DaemonProcess Start(
        TempFolder folder,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string shell = ""
    )
    {
        string[] words = shell.Length == 0 ? [] : ["-c", $"{shell}; exec dotnet \"$@\"", "audiod"];
        var start = new ProcessStartInfo(shell.Length == 0 ? "dotnet" : "bash", [.. words, Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        foreach (
            string name in start
                .Environment.Keys.Where(k => k.StartsWith("AUDIOD_", StringComparison.OrdinalIgnoreCase))
                .ToArray()
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["XDG_STATE_HOME"] = folder.File("state");
        start.Environment["XDG_RUNTIME_DIR"] = NewRuntimeFolder(folder);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        var daemon = new DaemonProcess(process, folder);
        int open = 2; // both streams
        process.OutputDataReceived += (_, e) => Take(e.Data);
        process.ErrorDataReceived += (_, e) => Take(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return daemon;

        void Take(string? line)
        {
            if (line is not null || Interlocked.Decrement(ref open) == 0)
                daemon.Output.Add(line);
        }
    }

    private static string NewRuntimeFolder(TempFolder folder)
    {
        string path = folder.File(RuntimeName);
        return (
            OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UserOnly)
        ).FullName;
    }

    private void Signal(int signal)
    {
        if (SendSignal(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException(
                $"kill({_process.Id}, {signal}) failed: errno {Marshal.GetLastPInvokeError()}."
            );
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SendSignal(int processId, int signal);
}
