using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Audio.Testing.Pulse;

/// <summary>
/// A PulseAudio daemon of the test's own: private folder, private socket, one null sink (float32, 48 kHz, stereo) whose
/// monitor can be recorded. The sink does not rewind: with rewinds the monitor, which has given away up to a millisecond that is
/// then taken back, misses the first samples of a sound. Works as root and beside a user's own server. Can be killed, frozen and started again.
/// </summary>
public sealed partial class PulseServer : IAsyncDisposable
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

    private readonly string _folder = Directory.CreateTempSubdirectory("pulse").FullName;
    private Process? _process;

    private PulseServer()
    {
    }

    /// <summary>What a client connects to: goes into <c>SinkOptions.PulseServer</c>, or <c>PULSE_SERVER</c> of a child process.</summary>
    public string Address => $"unix:{SocketPath}";

    /// <summary>The running daemon's process id.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server does not run.");

    private string SocketPath => Path.Combine(_folder, "native");

    /// <summary>Starts a server; skips the running test where PulseAudio is not installed (fails with CI=true).</summary>
    public static async Task<PulseServer> StartAsync()
    {
        PulseTools.Require();
        var server = new PulseServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the daemon after <see cref="KillAsync"/>, on the same address; returns when it answers.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is not null)
            throw new InvalidOperationException("The server runs already.");
        File.Delete(SocketPath);
        _process = Launch("pulseaudio", readOutput: false,
            "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no", "--disallow-exit", "--log-level=notice",
            $"--log-target=file:{Path.Combine(_folder, "log")}",
            "-L", $"module-native-protocol-unix auth-anonymous=1 socket={SocketPath}",
            "-L", $"module-null-sink sink_name={SinkName} norewinds=1 format=float32le channels=2 rate={SampleRate.ToString(CultureInfo.InvariantCulture)}");

        // The socket is there before the sink is: asking for the sink is the test of readiness.
        var started = TimeProvider.System.GetTimestamp();
        while (!(await RunAsync("pactl", check: false, "-s", Address, "list", "short", "sinks")).Contains(SinkName, StringComparison.Ordinal))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(started) > StartLimit)
                throw new InvalidOperationException($"PulseAudio did not start: {await ReadLogAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>Kills the daemon (SIGKILL), as a crash would; clients see a closed socket.</summary>
    public async Task KillAsync()
    {
        var process = _process ?? throw new InvalidOperationException("The server does not run.");
        Signal(process.Id, SigKill);
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Freezes the daemon (SIGSTOP): the socket stays open and nothing answers.</summary>
    public void Freeze() => Signal(ProcessId, SigStop);

    /// <summary>Lets a frozen daemon go on (SIGCONT).</summary>
    public void Thaw() => Signal(ProcessId, SigCont);

    /// <summary>Records the null sink's monitor as 48 kHz stereo float32, from the moment at which this returns or earlier.</summary>
    public async Task<PulseRecording> RecordAsync()
    {
        var process = Launch("parec", readOutput: true,
            "-s", Address, "-d", $"{SinkName}.monitor", "--raw", "--format=float32le", "--channels=2",
            $"--rate={SampleRate.ToString(CultureInfo.InvariantCulture)}", "--latency-msec=1");
        var recording = new PulseRecording(process);
        await recording.Flowing;
        return recording;
    }

    /// <summary>The sink's state as <c>pactl list sinks</c> shows it: <c>RUNNING</c>, <c>IDLE</c> or <c>SUSPENDED</c>.</summary>
    public async Task<string> SinkStateAsync() =>
        (await PactlAsync("list", "short", "sinks")).Trim().Split('\t')[^1];

    /// <summary>Ends when the sink is no longer <c>RUNNING</c>: no stream plays to it, and the card beneath it would be let go.</summary>
    public async Task SleepingAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (await SinkStateAsync() == "RUNNING")
        {
            if (TimeProvider.System.GetElapsedTime(started) > SleepLimit)
                throw new TimeoutException($"The sink still runs after {SleepLimit}: {await SinkInputsAsync()}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>What <c>pactl list sink-inputs</c> says of all streams that play to the sink; empty where there is none.</summary>
    public Task<string> SinkInputsAsync() => PactlAsync("list", "sink-inputs");

    /// <summary>Runs pactl against this server and gives what it printed.</summary>
    public Task<string> PactlAsync(params string[] arguments) => RunAsync("pactl", check: true, ["-s", Address, .. arguments]);

    /// <summary>The variables with which a child process of the test finds this server and nobody else's.</summary>
    public IReadOnlyDictionary<string, string> ClientEnvironment => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PULSE_SERVER"] = Address,
        ["HOME"] = _folder,
        ["XDG_RUNTIME_DIR"] = _folder,
        ["XDG_CONFIG_HOME"] = _folder,
        ["PULSE_RUNTIME_PATH"] = _folder,
        ["PULSE_STATE_PATH"] = _folder,
        ["PULSE_COOKIE"] = Path.Combine(_folder, "cookie"),
        ["LC_ALL"] = "C",
    };

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Process Launch(string program, bool readOutput, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in ClientEnvironment)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.BeginErrorReadLine();
        if (!readOutput)
            process.BeginOutputReadLine();
        return process;
    }

    private async Task<string> RunAsync(string program, bool check, params string[] arguments)
    {
        using var process = Launch(program, readOutput: true, arguments);
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (check && process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}. Server log: {await ReadLogAsync()}");
        return output;
    }

    private async Task<string> ReadLogAsync()
    {
        var path = Path.Combine(_folder, "log");
        return File.Exists(path) ? await File.ReadAllTextAsync(path) : "(no log)";
    }

    private static void Signal(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
            throw new InvalidOperationException($"kill({processId}, {signal}) failed: errno {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
