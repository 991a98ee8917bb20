using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>Version 4 on the daemon's socket in the file system.</summary>
public sealed class LocalSocketTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_same_messages_play_over_it_and_only_its_user_may_open_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a named pipe instead.");
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        string path = daemon.Process.SocketPath;
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        short[] sound = Pcm.ToInt16(Signal.Noise(24_000, seed: 5));
        using Socket socket = await ConnectAsync(path);
        await using var stream = new NetworkStream(socket);
        Json.Type(await ReceiveAsync(stream)).Should().Be("welcome");

        await SendAsync(stream, 0, """{"type":"start_session","sessionId":"s","audioFormat":{"sampleRate":48000,"channels":1,"bitDepth":16}}"""u8.ToArray());
        JsonElement started = await ReceiveAsync(stream);
        await SendAsync(stream, 1, V4Client.Frame(started.GetProperty("handle").GetUInt32(), 0, Pcm.Bytes(sound), end: true));
        JsonElement message;
        do
            message = await ReceiveAsync(stream);
        while (Json.Type(message) is "flow" or "playing");

        Json.Type(message).Should().Be("session_ended");
        message.GetProperty("framesPlayed").GetInt32().Should().Be(sound.Length);
        (await daemon.StopAsync()).ShouldSoundAs(Signal.Interleave(sound, sound));
        File.Exists(path).Should().BeFalse("it goes with its daemon");
    }

    [Fact]
    public async Task What_a_killed_daemon_left_is_replaced_and_what_another_listens_on_is_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a named pipe instead.");
        using var folder = new Audio.Testing.TempFolder();
        string path = folder.File("a.sock");
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(new UnixDomainSocketEndPoint(path));
            dead.Listen();
            File.Move(path, folder.File("left.sock")); // .NET removes what it bound; this one stays
        }

        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup { Options = ["--socket", folder.File("left.sock")] });
        using (await ConnectAsync(folder.File("left.sock")))
        {
        }

        await using DaemonProcess second = DaemonProcess.Launch(new DaemonSetup { Options = ["--socket", folder.File("left.sock")] });
        (await second.WaitForExitAsync()).Should().Be(1);
        second.Output.All.Should().Contain(line => line.Contains("another daemon listens there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_place_for_it_the_daemon_runs_all_the_same()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup { Options = ["--socket", "none"] });
        Directory.EnumerateFileSystemEntries(daemon.RuntimeFolder).Should().BeEmpty();
        (await daemon.HealthAsync()).GetProperty("status").GetString().Should().Be("healthy");
    }

    private static async Task<Socket> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static async Task SendAsync(NetworkStream stream, byte kind, byte[] body)
    {
        byte[] message = new byte[5 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)body.Length);
        message[4] = kind;
        body.CopyTo(message, 5);
        await stream.WriteAsync(message);
    }

    private static async Task<JsonElement> ReceiveAsync(NetworkStream stream)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        byte[] prefix = new byte[5];
        await stream.ReadExactlyAsync(prefix, limit.Token);
        prefix[4].Should().Be(0, "the daemon says JSON");
        byte[] body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(prefix)];
        await stream.ReadExactlyAsync(body, limit.Token);
        return Json.Parse(Encoding.UTF8.GetString(body));
    }
}
