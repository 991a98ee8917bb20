using System.Globalization;
using Audio.Testing.Tools;

namespace Audio.Testing.Pulse;

/// <summary>
/// PipeWire with everything it needs: a message bus, a session manager, and pipewire-pulse, which speaks PulseAudio's
/// protocol.
/// </summary>
public sealed class PipeWireServer : SoundServer
{
    private static readonly string[] Programs =
    [
        "dbus-daemon",
        "pipewire",
        "wireplumber",
        "pipewire-pulse",
        "pactl",
        "parec",
        "pw-metadata",
    ];

    private PipeWireServer() { }

    public override string Address => $"unix:{Path.Combine(Folder, "pulse", "native")}";

    public override IReadOnlyDictionary<string, string> ClientEnvironment =>
        new Dictionary<string, string>(base.ClientEnvironment, StringComparer.Ordinal)
        {
            ["DBUS_SESSION_BUS_ADDRESS"] = $"unix:path={BusPath}",
            ["PULSE_RUNTIME_PATH"] = Path.Combine(Folder, "pulse"),
            ["XDG_STATE_HOME"] = Folder,
        };

    /// <summary>
    /// The whole graph runs at the rate of its most demanding stream: with one millisecond here, a busy machine misses
    /// cycles, and the sound has gaps.
    /// </summary>
    protected override int RecorderLatency => 100;

    private string BusPath => Path.Combine(Folder, "bus");

    /// <summary>Skips the running test if PipeWire is not installed; with CI=true it fails instead.</summary>
    public static void Require()
    {
        foreach (string program in Programs)
            ExternalTool.Require(program);
    }

    /// <summary>Starts a server; skips the running test if PipeWire is not installed (fails with CI=true).</summary>
    public static async Task<PipeWireServer> StartAsync()
    {
        Require();
        var server = new PipeWireServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Brings the null sink back after <see cref="SoundServer.RemoveSinkAsync"/>.</summary>
    public Task AddSinkAsync() =>
        PactlAsync(
            "load-module",
            "module-null-sink",
            "media.class=Audio/Sink",
            $"sink_name={SinkName}",
            "channels=2",
            $"rate={SampleRate.ToString(CultureInfo.InvariantCulture)}"
        );

    /// <summary>Forces the graph's quantum to this many frames, whatever its streams ask for.</summary>
    public Task TurnAsync(int frames) =>
        RunAsync(
            "pw-metadata",
            check: true,
            "-n",
            "settings",
            "0",
            "clock.force-quantum",
            frames.ToString(CultureInfo.InvariantCulture)
        );

    protected override async Task LaunchAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        foreach (string socket in (string[])["bus", "pipewire-0", "pulse/native"]) // left by killed processes
        {
            if (File.Exists(Path.Combine(Folder, socket)))
                File.Delete(Path.Combine(Folder, socket));
        }

        string settings = Path.Combine(Folder, "bus.conf");
        await File.WriteAllTextAsync(
            settings,
            $"""
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
              "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>unix:path={BusPath}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>
              </policy>
            </busconfig>
            """
        );
        StartProcess("dbus-daemon", $"--config-file={settings}", "--nofork");
        while (!File.Exists(BusPath))
            await WaitABitAsync(started);
        StartProcess("pipewire");
        while (!File.Exists(Path.Combine(Folder, "pipewire-0")))
            await WaitABitAsync(started);
        StartProcess("wireplumber");
        StartProcess("pipewire-pulse");
        while (!(await AskAsync("info")).Contains("PipeWire", StringComparison.Ordinal))
            await WaitABitAsync(started);
        await AddSinkAsync();
    }

    /// <summary>The session manager makes it the default some time after it appears.</summary>
    protected override async Task<bool> IsReadyAsync() =>
        (await AskAsync("info")).Contains($"Default Sink: {SinkName}\n", StringComparison.Ordinal);
}
