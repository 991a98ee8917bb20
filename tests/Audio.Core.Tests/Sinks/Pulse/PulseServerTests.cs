using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>The fixture itself: what it says of the server is true.</summary>
public sealed class PulseServerTests
{
    [Fact]
    public async Task PipeWire_started_is_idle_and_its_monitor_flows_and_answers_on_the_same_address_after_a_kill()
    {
        await using PipeWireServer server = await PipeWireServer.StartAsync();
        (await server.SinkStateAsync()).Should().NotBe("RUNNING");
        (await server.SinkInputsAsync()).Should().BeEmpty();

        await server.KillAsync();
        await server.StartAgainAsync();
        (await server.PactlAsync("info")).Should().Contain("PipeWire");
        await using PulseRecording recording = await server.RecordAsync();
        (await recording.StopAsync()).Should().NotBeEmpty().And.OnlyContain(sample => sample == 0);
    }

    [Fact]
    public async Task StartAsync_done_sink_is_idle_and_its_monitor_flows()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        (await server.SinkStateAsync()).Should().Be("IDLE");
        (await server.SinkInputsAsync()).Should().BeEmpty();

        await using PulseRecording recording = await server.RecordAsync();
        (await recording.StopAsync()).Should().NotBeEmpty().And.OnlyContain(sample => sample == 0);
    }

    [Fact]
    public async Task Start_again_async_after_kill_answers_on_the_same_address()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        int first = server.ProcessId;
        await server.KillAsync();
        await server.StartAgainAsync();
        server.ProcessId.Should().NotBe(first);
        (await server.PactlAsync("info")).Should().Contain(server.Address);
    }
}
