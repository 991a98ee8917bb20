using Audio.Core.Sinks;
using Audio.Core.Sinks.Pulse;
using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>
/// The sink on PipeWire. The first sound there is measured by <c>benchmarks/compare.sh --server pipewire</c>: a
/// recorder that is quick enough makes the graph run so fast that a busy machine misses turns.
/// </summary>
[Collection(QuietMachine.Name)]
public sealed class PulseSinkOnPipeWireTests() : PulseSinkTests(SoundServerKind.PipeWire)
{
    protected override IReadOnlyList<string> IdleStates => ["IDLE", "SUSPENDED"];

    /// <summary>
    /// What the graph does at once is the server's own affair: other programs, the machine or its user may want more or
    /// less of it.
    /// </summary>
    [Theory]
    [InlineData(1_024, 10)]
    [InlineData(2_048, 200)]
    [InlineData(8_192, 200)]
    public async Task Play_the_graph_turns_in_steps_of_its_own_sounds_are_heard_whole(int frames, int latency)
    {
        await ((PipeWireServer)Server).TurnAsync(frames);
        await PlaysOneAfterTheOtherAsync(new SinkOptions { Latency = TimeSpan.FromMilliseconds(latency) }, sounds: 30);
    }

    /// <summary>PipeWire says 0 % also of streams whose volume it does not know yet.</summary>
    [Fact]
    public async Task Start_the_server_remembers_the_program_at_zero_is_known_from_the_start()
    {
        using (Start(new TestSource(), new SinkOptions()))
        {
            string input = (await Server.PactlAsync("list", "short", "sink-inputs")).Split('\t')[0];
            await Server.PactlAsync("set-sink-input-volume", input, "0%");
            await EventuallyAsync(async () =>
                (await Server.SinkInputsAsync()).Contains("  0% ", StringComparison.Ordinal)
            );
        }

        using PulseSink sink = Start(new TestSource(), new SinkOptions());
        sink.Inaudible!.Reason.Should().Be(InaudibleReason.ProgramMuted);
    }

    /// <summary>
    /// PipeWire has a dummy output for streams whose device has gone, and moves them back once there is one again.
    /// </summary>
    [Fact]
    public async Task Device_removed_in_mid_play_the_stream_goes_on_and_is_heard_where_the_server_puts_it()
    {
        const int frames = 100_000 * Period;
        using PulseSink sink = Start(new TestSource(frames), new SinkOptions { Latency = TimeSpan.FromSeconds(1) });
        sink.Wake();
        await Eventually(() => sink.FramesPlayed > 0);

        await Server.RemoveSinkAsync();
        await EventuallyAsync(async () =>
            (await Server.PactlAsync("list", "short", "sinks")).Contains("auto_null", StringComparison.Ordinal)
        );
        long gone = sink.FramesPlayed;
        await Eventually(() => sink.FramesPlayed > gone + (2 * SoundServer.SampleRate));

        Faults.Should().BeEmpty();
    }
}
