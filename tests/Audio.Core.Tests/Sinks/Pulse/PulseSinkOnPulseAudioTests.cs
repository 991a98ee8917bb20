using Audio.Core.Sinks;
using Audio.Core.Sinks.Pulse;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>
/// The sink on PulseAudio, and what only PulseAudio does: it ends streams and suspends devices for good.
/// </summary>
public sealed class PulseSinkOnPulseAudioTests() : PulseSinkTests(SoundServerKind.PulseAudio)
{
    protected override IReadOnlyList<string> IdleStates => ["IDLE"];

    [Fact]
    public async Task FirstSound_at_the_monitor_is_reported()
    {
        var options = new SinkOptions();
        var source = new TestSource();
        using PulseSink sink = Start(source, options);
        await using PulseRecording recording = await Server.RecordAsync();
        int heard = 0;
        foreach (bool corked in new[] { true, false })
        {
            var latencies = new List<double>();
            for (int i = 0; i < (corked ? 5 : 15); i++)
            {
                if (corked)
                    await EventuallyAsync(IsCorkedAsync);
                source.Add(2 * Period);
                long woken = TimeProvider.System.GetTimestamp();
                sink.Wake();
                await recording.WaitForSoundAsync(heard + 1, Limit);
                latencies.Add(
                    TimeProvider.System.GetElapsedTime(woken, recording.FirstArrivalAfter(heard)).TotalMilliseconds
                );
                heard += 2 * Period;
                await recording.WaitForSoundAsync(heard, Limit);
                await Eventually(() => sink.FramesPlayed == heard);
            }

            latencies.Sort();
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"Wake to monitor, stream {(corked ? "corked" : "open")}: median "
                    + $"{latencies[latencies.Count / 2]:0.00} ms, best {latencies[0]:0.00}, worst "
                    + $"{latencies[^1]:0.00}"
            );
        }
    }

    [Fact]
    public async Task Stream_killed_by_the_server_faults()
    {
        using PulseSink sink = Start(new TestSource(100_000 * Period), new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);
        await Server.PactlAsync("unload-module", "module-null-sink");
        await Eventually(() => Faults.Count > 0);
        Faults.Should().ContainSingle().Which.Message.Should().StartWith("The sound server has ended the stream (");
    }

    [Fact]
    public async Task Device_suspended_in_mid_play_faults_after_the_stall_limit_and_says_why()
    {
        using PulseSink sink = Start(new TestSource(100_000 * Period), new SinkOptions());
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);
        await Server.PactlAsync("suspend-sink", PulseServer.SinkName, "1");
        await Eventually(() => Faults.Count > 0);
        Faults
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .Be("The sound server has suspended the device and taken nothing for 2 s.");
    }

    [Fact]
    public async Task Start_server_without_a_device_says_so()
    {
        await Server.PactlAsync("unload-module", "module-null-sink");
        using var sink = new PulseSink(new SinkOptions { PulseServer = Server.Address });
        sink.Invoking(alone => alone.Start(new TestSource(), Faults.Add))
            .Should()
            .Throw<SinkException>()
            .WithMessage($"PulseAudio at {Server.Address} has no output device (*): see pactl list short sinks.");
    }
}
