using System.Diagnostics;
using System.Globalization;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Tools;

namespace Audio.EndToEnd.Tests.JavaScript;

/// <summary>The daemon is killed (SIGKILL) and started again under the JavaScript client.</summary>
public sealed class JavaScriptRestartTests
{
    [Fact]
    public async Task With_resendUnplayed_it_goes_on_at_the_first_frame_that_was_not_reported_as_played()
    {
        ExternalTool.Require("node");
        using var project = new ClientProject();
        short[] sound = Sounds.Counting(3 * 48_000);
        await File.WriteAllBytesAsync(
            project.PathOf("sound.pcm"),
            Pcm.Bytes(sound),
            TestContext.Current.CancellationToken
        );
        DaemonProcess first = await DaemonProcess.StartAsync(new DaemonSetup());
        int port = first.Port;
        await using var peer = NodePeer.Start(
            project.AddProgram("restart.mjs"),
            $"ws://127.0.0.1:{port}",
            project.PathOf("sound.pcm")
        );
        (await peer.ReadAsync()).Should().Be("heard");

        using (var process = Process.GetProcessById(first.ProcessId))
            process.Kill();
        await first.DisposeAsync();
        await using DaemonProcess second = await DaemonProcess.StartAsync(
            new DaemonSetup { Port = port, Sink = $"wav:{project.PathOf("mix.wav")}" }
        );
        string restarted = await peer.ReadAsync();
        string ended = await peer.ReadAsync();
        (await peer.EndAsync()).Should().Be((0, ""));
        second.Terminate();
        await second.WaitForExitAsync();

        ended.Should().Be($"ended completed {sound.Length} 1");
        int frame = int.Parse(restarted.Split(' ')[1], CultureInfo.InvariantCulture);
        frame.Should().BeInRange(1, sound.Length - 1);
        short[] heard = [.. Signal.Channel<short>(Pcm.Int16(WaveFile.Read(project.PathOf("mix.wav")).Data), 0)];
        heard.Where(sample => sample != 0).Should().Equal(sound[frame..]);
    }
}
