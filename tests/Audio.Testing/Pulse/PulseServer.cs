using System.Globalization;

namespace Audio.Testing.Pulse;

/// <summary>
/// A PulseAudio daemon. Its sink does not rewind. With rewinds, the monitor would have passed on up to a millisecond
/// that is then replaced, and would miss the first samples of a sound.
/// </summary>
public sealed class PulseServer : SoundServer
{
    private PulseServer() { }

    public override string Address => $"unix:{SocketPath}";

    private string SocketPath => Path.Combine(Folder, "native");

    /// <summary>Starts a server; skips the running test if PulseAudio is not installed (fails with CI=true).</summary>
    public static async Task<PulseServer> StartAsync()
    {
        PulseTools.Require();
        var server = new PulseServer();
        await server.StartAgainAsync();
        return server;
    }

    protected override Task LaunchAsync()
    {
        File.Delete(SocketPath);
        StartProcess(
            "pulseaudio",
            "-n",
            "--exit-idle-time=-1",
            "--daemonize=no",
            "--use-pid-file=no",
            "--disallow-exit",
            "--log-level=notice",
            $"--log-target=file:{Path.Combine(Folder, "log")}",
            "-L",
            $"module-native-protocol-unix auth-anonymous=1 socket={SocketPath}",
            "-L",
            $"module-null-sink sink_name={SinkName} norewinds=1 format=float32le channels=2 "
                + $"rate={SampleRate.ToString(CultureInfo.InvariantCulture)}"
        );
        return Task.CompletedTask;
    }

    protected override async Task<bool> IsReadyAsync() =>
        (await AskAsync("list", "short", "sinks")).Contains(SinkName, StringComparison.Ordinal);
}
