using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Audio.Core.Sinks;
using Audio.Testing.Pulse;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The output with a real server that dies and comes back.</summary>
[Collection(nameof(PortAudio.AlsaConfiguration))] // auto must find no device for PortAudio
public sealed class AudioOutputPulseTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task ServerKilledInMidPlayAndStartedAgain_SoundsAgainByItself()
    {
        await using var server = await PulseServer.StartAsync();
        var source = new TestSource(10_000_000);
        await using var output = Make(server, source, "pulse");
        output.Start();
        await using (var before = await server.RecordAsync())
        {
            output.Wake();
            await before.WaitForSoundAsync(4_800, Limit);
        }

        Task<OutputStatus> losing = Reaches(output, OutputState.Reopening); // before the kill: the next attempt to reopen has a reason of its own
        await server.KillAsync();
        var lost = await losing;
        lost.Reason.Should().StartWith("The sound server has gone (");
        var renders = source.Rendered;
        var played = output.FramesPlayed;
        played.Should().Be(renders * 240L, "what was lost with the server will not be heard");

        var started = TimeProvider.System.GetTimestamp();
        await server.StartAgainAsync();
        await using var after = await server.RecordAsync();
        await after.WaitForSoundAsync(4_800, Limit);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"Heard again {TimeProvider.System.GetElapsedTime(started, after.FirstArrivalAfter(0)).TotalMilliseconds:0} ms after the server was started");
        var back = await Reaches(output, OutputState.Open);
        back.Should().Match<OutputStatus>(status => status.Sink == "pulse" && status.Reopens == 1 && status.FramesLost > 0 && status.FramesLost < 4_800);
        output.FramesPlayed.Should().BeGreaterThan(played);
    }

    [Fact]
    public async Task AutoWithoutAServer_ChangesToPulseOnceItIsThere()
    {
        await using var server = await PulseServer.StartAsync();
        await server.KillAsync();
        var source = new TestSource();
        await using var output = Make(server, source, "auto", AudioOutput.ReconsiderInterval);
        output.Start();
        output.Status.Tried.Should().Contain(tried => tried.Sink == "pulse" && tried.Reason.Contains("cannot be reached", StringComparison.Ordinal));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere PortAudio may find a device");
        output.Status.Sink.Should().Be("null");

        await server.StartAgainAsync();
        output.Reconsider();
        (await output.Changes.FirstAsync(status => status.Sink == "pulse").Timeout(Limit).ToTask(TestContext.Current.CancellationToken))
            .State.Should().Be(OutputState.Open);
        await using var recording = await server.RecordAsync();
        source.Add(4_800);
        output.Wake();
        await recording.WaitForSoundAsync(4_800, Limit);
    }

    private static async Task<OutputStatus> Reaches(AudioOutput output, OutputState state) =>
        await output.Changes.FirstAsync(status => status.State == state).Timeout(Limit).ToTask(TestContext.Current.CancellationToken);

    private static AudioOutput Make(PulseServer server, TestSource source, string sink, TimeSpan skew = default) =>
        new(new SinkOptions { Sink = sink, PulseServer = server.Address }, DeviceLossPolicy.Wait, source, new SkewedTime(skew), NullLogger.Instance);

    /// <summary>System time in which, at every look, some more has passed: nobody has to wait for an interval to be over.</summary>
    private sealed class SkewedTime(TimeSpan skew) : TimeProvider
    {
        private long _looks;

        public override long GetTimestamp() =>
            System.GetTimestamp() + (skew == TimeSpan.Zero ? 0 : Interlocked.Increment(ref _looks) * skew.Ticks * (TimestampFrequency / TimeSpan.TicksPerSecond));
    }
}
