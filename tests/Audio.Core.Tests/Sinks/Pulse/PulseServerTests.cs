using Audio.Testing.Pulse;

namespace Audio.Core.Tests.Sinks.Pulse;

/// <summary>The fixture itself: what it says of the server is true.</summary>
public sealed class PulseServerTests
{
    [Fact]
    public async Task PipeWire_Started_IsIdleAndItsMonitorFlows_AndAnswersOnTheSameAddressAfterAKill()
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
    public async Task StartAsync_Done_SinkIsIdleAndItsMonitorFlows()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        (await server.SinkStateAsync()).Should().Be("IDLE");
        (await server.SinkInputsAsync()).Should().BeEmpty();

        await using PulseRecording recording = await server.RecordAsync();
        (await recording.StopAsync()).Should().NotBeEmpty().And.OnlyContain(sample => sample == 0);
    }

    [Fact]
    public async Task StartAgainAsync_AfterKill_AnswersOnTheSameAddress()
    {
        await using PulseServer server = await PulseServer.StartAsync();
        int first = server.ProcessId;
        await server.KillAsync();
        await server.StartAgainAsync();
        server.ProcessId.Should().NotBe(first);
        (await server.PactlAsync("info")).Should().Contain(server.Address);
    }
}
