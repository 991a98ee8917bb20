using Audio.Core.Sinks;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>
/// The sink on PipeWire. The first sound there is measured by <c>benchmarks/compare.sh --server pipewire</c>: a recorder that is quick enough makes
/// the graph run so fast that a busy machine misses turns.
/// </summary>
public sealed class PulseSinkOnPipeWireTests() : PulseSinkTests(SoundServerKind.PipeWire)
{
    protected override IReadOnlyList<string> IdleStates => ["IDLE", "SUSPENDED"];

    /// <summary>
    /// PipeWire 0.3.65 ends a drain by reading a whole turn of its graph, past the end, and says so a turn or two later: what is written in between
    /// loses its first samples, up to a turn (5 ms at the default latency). Sounds further apart are whole.
    /// </summary>
    protected override int SoundsInARow => 1;

    /// <summary>PipeWire has a dummy output for streams whose device has gone, and moves them back once there is one again.</summary>
    [Fact]
    public async Task DeviceRemoved_InMidPlay_TheStreamGoesOnAndIsHeardWhereTheServerPutsIt()
    {
        const int frames = 100_000 * Period;
        using var sink = Start(new TestSource(frames), new SinkOptions { Latency = TimeSpan.FromSeconds(1) });
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);

        await Server.RemoveSinkAsync();
        await EventuallyAsync(async () => (await Server.PactlAsync("list", "short", "sinks")).Contains("auto_null", StringComparison.Ordinal));
        long gone = sink.FramesPlayed;
        await Eventually(() => sink.FramesPlayed > gone + (2 * SoundServer.SampleRate));

        Faults.Should().BeEmpty();
    }
}
