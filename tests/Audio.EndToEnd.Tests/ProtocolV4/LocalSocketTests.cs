using System.Net.Sockets;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>Version 4 on the daemon's socket in the file system.</summary>
public sealed class LocalSocketTests
{
    [Fact]
    public async Task The_same_messages_play_over_it_and_only_its_user_may_open_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a named pipe instead.");
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        string path = daemon.Process.SocketPath;
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        short[] sound = Pcm.ToInt16(Signal.Noise(24_000, seed: 5));
        await using LocalClient client = await LocalClient.ConnectAsync(path);
        Json.Type(await client.ReceiveAsync()).Should().Be("welcome");

        await client.SendTextAsync(
            """{"type":"start_session","sessionId":"s","audioFormat":{"sampleRate":48000,"channels":1,"bitDepth":16}}"""
        );
        JsonElement started = await client.ReceiveAsync();
        await client.SendAsync(started.GetProperty("handle").GetUInt32(), 0, Pcm.Bytes(sound), end: true);
        JsonElement message;
        do message = await client.ReceiveAsync();
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

        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--socket", folder.File("left.sock")] }
        );
        await using (await LocalClient.ConnectAsync(folder.File("left.sock"))) { }

        await using var second = DaemonProcess.Launch(
            new DaemonSetup { Options = ["--socket", folder.File("left.sock")] }
        );
        (await second.WaitForExitAsync()).Should().Be(1);
        second
            .Output.All.Should()
            .Contain(line => line.Contains("another daemon listens there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_place_for_it_the_daemon_runs_all_the_same()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--socket", "none"] }
        );
        Directory.EnumerateFileSystemEntries(daemon.RuntimeFolder).Should().BeEmpty();
        (await daemon.HealthAsync()).GetProperty("status").GetString().Should().Be("healthy");
    }
}
