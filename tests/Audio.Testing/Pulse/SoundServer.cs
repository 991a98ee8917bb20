using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Audio.Testing.Pulse;

/// <summary>
/// The test's own sound server: private folder, private socket, one null sink (float32, 48 kHz, stereo) whose monitor
/// can be recorded. Works as root and alongside the user's own server. Can be killed, frozen and restarted.
/// </summary>
public abstract partial class SoundServer : IAsyncDisposable
{
    /// <summary>The null sink; its monitor is <c>out.monitor</c>.</summary>
    public const string SinkName = "out";

    /// <summary>The null sink's rate in hertz.</summary>
    public const int SampleRate = 48_000;

    private const int SigKill = 9;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SleepLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly List<Process> _processes = [];

    /// <summary>
    /// The address that clients connect to, for <c>SinkOptions.PulseServer</c>, or <c>PULSE_SERVER</c> of a child
    /// process.
    /// </summary>
    public abstract string Address { get; }

    /// <summary>The process that clients talk to.</summary>
    public int ProcessId =>
        _processes.Count > 0 ? _processes[^1].Id : throw new InvalidOperationException("The server does not run.");

    /// <summary>The environment variables with which a child process finds this server and no other.</summary>
    public virtual IReadOnlyDictionary<string, string> ClientEnvironment =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PULSE_SERVER"] = Address,
            ["HOME"] = Folder,
            ["XDG_RUNTIME_DIR"] = Folder,
            ["XDG_CONFIG_HOME"] = Folder,
            ["PULSE_RUNTIME_PATH"] = Folder,
            ["PULSE_STATE_PATH"] = Folder,
            ["PULSE_COOKIE"] = Path.Combine(Folder, "cookie"),
            ["LC_ALL"] = "C",
        };

    /// <summary>The latency of a recorder whose delay does not matter, in milliseconds.</summary>
    protected virtual int RecorderLatency => 1;

    /// <summary>Its private folder, deleted with it.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("pulse").FullName;

    /// <summary>Starts a server; skips the running test if it is not installed (fails with CI=true).</summary>
    public static async Task<SoundServer> StartAsync(SoundServerKind kind) =>
        kind == SoundServerKind.PipeWire ? await PipeWireServer.StartAsync() : await PulseServer.StartAsync();

    /// <summary>
    /// Starts the server after <see cref="KillAsync"/>, on the same address; returns when it answers.
    /// </summary>
    public async Task StartAgainAsync()
    {
        if (_processes.Count > 0)
            throw new InvalidOperationException("The server runs already.");
        long started = TimeProvider.System.GetTimestamp();
        await LaunchAsync();

        // The socket appears before the sink, so the server is ready once it answers about the sink.
        while (!await IsReadyAsync())
            await WaitABitAsync(started);
    }

    /// <summary>Kills the server (SIGKILL), as a crash would; clients see a closed socket.</summary>
    public async Task KillAsync()
    {
        if (_processes.Count == 0)
            throw new InvalidOperationException("The server does not run.");
        for (int i = _processes.Count - 1; i >= 0; i--)
        {
            Signal(_processes[i].Id, SigKill);
            await _processes[i].WaitForExitAsync();
            _processes[i].Dispose();
        }

        _processes.Clear();
    }

    /// <summary>Freezes the server (SIGSTOP): its socket stays open, but nothing answers.</summary>
    public void Freeze() => _processes.ForEach(process => Signal(process.Id, SigStop));

    /// <summary>Resumes a frozen server (SIGCONT).</summary>
    public void Thaw() => _processes.ForEach(process => Signal(process.Id, SigCont));

    /// <summary>
    /// Records the null sink's monitor as 48 kHz stereo float32, from the moment at which this returns or earlier.
    /// </summary>
    /// <param name="latency">The maximum delay of a sample, if it matters.</param>
    public async Task<PulseRecording> RecordAsync(TimeSpan? latency = null)
    {
        Process process = Run(
            "parec",
            readOutput: true,
            "-s",
            Address,
            "-d",
            $"{SinkName}.monitor",
            "--raw",
            "--format=float32le",
            "--channels=2",
            $"--rate={SampleRate.ToString(CultureInfo.InvariantCulture)}",
            $"--latency-msec={latency?.TotalMilliseconds ?? RecorderLatency}"
        );
        var recording = new PulseRecording(process);
        await recording.Flowing;
        return recording;
    }

    /// <summary>
    /// The sink's state as <c>pactl list sinks</c> shows it: <c>RUNNING</c>, <c>IDLE</c> or <c>SUSPENDED</c>.
    /// </summary>
    public async Task<string> SinkStateAsync() => (await PactlAsync("list", "short", "sinks")).Trim().Split('\t')[^1];

    /// <summary>
    /// Completes when the sink is no longer <c>RUNNING</c>: no stream plays to it, and a sound card would be released.
    /// </summary>
    public async Task SleepingAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (await SinkStateAsync() == "RUNNING")
        {
            if (TimeProvider.System.GetElapsedTime(started) > SleepLimit)
                throw new TimeoutException($"The sink still runs after {SleepLimit}: {await SinkInputsAsync()}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>
    /// The output of <c>pactl list sink-inputs</c> for all streams that play to the sink; empty if there is none.
    /// </summary>
    public Task<string> SinkInputsAsync() => PactlAsync("list", "sink-inputs");

    /// <summary>Removes the null sink.</summary>
    public Task RemoveSinkAsync() => PactlAsync("unload-module", "module-null-sink");

    /// <summary>Runs pactl against this server and returns its output.</summary>
    public Task<string> PactlAsync(params string[] arguments) =>
        RunAsync("pactl", check: true, ["-s", Address, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        if (_processes.Count > 0)
            await KillAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Starts the processes with <see cref="StartProcess"/>; the one that clients talk to comes last.
    /// </summary>
    protected abstract Task LaunchAsync();

    /// <summary>Whether the sink exists and is the default.</summary>
    protected abstract Task<bool> IsReadyAsync();

    /// <summary>Starts a process that is part of the server.</summary>
    protected void StartProcess(string program, params string[] arguments) =>
        _processes.Add(Run(program, readOutput: false, arguments));

    /// <summary>A short delay while waiting for the start.</summary>
    /// <param name="started">When the start began.</param>
    /// <exception cref="InvalidOperationException">A process has ended, or it takes too long.</exception>
    protected async Task WaitABitAsync(long started)
    {
        if (_processes.Exists(process => process.HasExited) || TimeProvider.System.GetElapsedTime(started) > StartLimit)
            throw new InvalidOperationException($"{GetType().Name} did not start: {await ReadLogAsync()}");
        await Task.Delay(Pause, TimeProvider.System);
    }

    /// <summary>The output of pactl; empty if it fails.</summary>
    protected Task<string> AskAsync(params string[] arguments) =>
        RunAsync("pactl", check: false, ["-s", Address, .. arguments]);

    private Process Run(string program, bool readOutput, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string? name, string? value) in ClientEnvironment)
            start.Environment[name] = value;
        Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginErrorReadLine();
        if (!readOutput)
            process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Runs a client of the server to its end.</summary>
    /// <returns>Its output.</returns>
    protected async Task<string> RunAsync(string program, bool check, params string[] arguments)
    {
        using Process process = Run(program, readOutput: true, arguments);
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (check && process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}. Server log: "
                    + $"{await ReadLogAsync()}"
            );
        }

        return output;
    }

    private async Task<string> ReadLogAsync()
    {
        string path = Path.Combine(Folder, "log");
        return File.Exists(path) ? await File.ReadAllTextAsync(path) : "(no log)";
    }

    private static void Signal(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new InvalidOperationException(
                $"kill({processId}, {signal}) failed: errno {Marshal.GetLastPInvokeError()}."
            );
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
