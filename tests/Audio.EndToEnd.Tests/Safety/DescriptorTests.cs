using System.Net;
using System.Net.Sockets;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>A daemon that has few file descriptors, and more connections than those.</summary>
public sealed class DescriptorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task With_256_descriptors_and_900_idle_connections_sound_goes_on_and_health_answers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such limit.");
        await using WavDaemon daemon = await WavDaemon.StartUnderAsync("ulimit -n 256");
        short[] sound = Pcm.ToInt16(Signal.SpeechLike(48_000, 3 * 48_000, seed: 9));
        V3Client speaker = await V3Client.ConnectAsync(daemon.Process);
        await speaker.StartAsync(48_000, 1, 16);
        await speaker.SendAllAsync(Pcm.Bytes(sound));

        List<Socket> idle = await CrowdAsync(daemon.Process, each: 300);
        await daemon.Process.Output.WaitForAsync("Too many connections for 256 file descriptors", Limit);
        for (int i = 0; i < 3; i++)
            (await RawHttp.GetAsync(daemon.Process.Port, "/health")).Status.Should().Be(200);

        await speaker.StopAsync();
        await daemon.Process.EndedAsync(1);
        await speaker.DisposeAsync();
        foreach (Socket socket in idle)
            socket.Dispose();
        await daemon.Process.Output.WaitForAsync(@"Connections are accepted again; \d+ were turned away", Limit);
        await using (V3Client next = await V3Client.ConnectAsync(daemon.Process))
            await next.SettleAsync();

        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(sound, sound));
        daemon
            .Process.Output.All.Count(line => line.Contains("file descriptors: new ones", StringComparison.Ordinal))
            .Should()
            .Be(1);
    }

    /// <summary>Connections that say nothing, as many at each of the daemon's listeners.</summary>
    private static async Task<List<Socket>> CrowdAsync(DaemonProcess daemon, int each)
    {
        EndPoint[] listeners =
        [
            new IPEndPoint(IPAddress.Loopback, daemon.Port),
            new IPEndPoint(IPAddress.IPv6Loopback, daemon.Port),
            new UnixDomainSocketEndPoint(daemon.SocketPath),
        ];
        var crowd = new List<Socket>();
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        for (int i = 0; i < each; i++)
        {
            foreach (EndPoint listener in listeners)
            {
                var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
                crowd.Add(socket);
                try
                {
                    await socket.ConnectAsync(listener, limit.Token);
                }
                catch (SocketException)
                {
                    // Turned away, or without IPv6.
                }
            }
        }

        return crowd;
    }
}
