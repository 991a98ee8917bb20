using System.Diagnostics;
using Audio.Testing;
using Audio.Testing.Pulse;

namespace Audio.EndToEnd.Tests.Benchmarks;

/// <summary>
/// Runs collections during playback, briefly. Whether the device runs dry is a question for
/// <c>benchmarks/collections.sh</c>, on a quiet machine.
/// </summary>
public sealed class CollectionsTests
{
    [Fact]
    public async Task All_sessions_are_played_to_their_end_while_everything_is_collected()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Path, "monitor.raw");
        var start = new ProcessStartInfo(
            "bash",
            [
                "-c",
                $"exec parec -d {PulseServer.SinkName}.monitor --format=float32le --rate=48000 --channels=2 "
                    + $"--raw >'{path}'",
            ]
        )
        {
            UseShellExecute = false,
        };
        foreach ((string variable, string value) in server.ClientEnvironment)
            start.Environment[variable] = value;
        using Process recorder = Process.Start(start)!;
        try
        {
            (int code, string output, string error) = await BenchmarkProgram.RunAsync(
                "Audio.Collections",
                [path, "2", "4", "10", "1000"],
                server.ClientEnvironment
            );

            code.Should().BeInRange(0, 1, error); // 1: this machine was suspended for longer than the device's buffer
            output
                .Should()
                .StartWith("4 sessions, 2 s, latency 1000 ms")
                .And.MatchRegex(@"full blocking collections +[1-9]")
                .And.MatchRegex("played whole +4 of 4");
        }
        finally
        {
            recorder.Kill();
            await recorder.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }
}
