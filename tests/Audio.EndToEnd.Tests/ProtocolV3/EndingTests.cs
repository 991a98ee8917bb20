using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV3;

/// <summary>The section "Endings".</summary>
public sealed class EndingTests
{
    [Fact]
    public async Task A_client_that_sent_nothing_for_the_timeout_is_closed_with_1000_Inactive_timeout()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(
            new DaemonSetup { Options = ["--inactive-timeout", "4s", "--inactive-sweep", "100ms"] }
        );
        await using V3Client silent = await V3Client.ConnectAsync(daemon);
        await silent.SettleAsync();
        await using V3Client lively = await V3Client.ConnectAsync(daemon);

        Task<RawFrame> closed = silent.Socket.ReceiveCloseAsync();
        while (!closed.IsCompleted)
        {
            await lively.SettleAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        RawFrame frame = await closed;
        (frame.CloseCode, frame.CloseReason).Should().Be((1000, "Inactive timeout"));
        await silent.Socket.AnswerCloseAsync();
        await silent.Socket.WaitForEndAsync();
        await lively.SettleAsync();
        await daemon.GoneAsync(silent.Id);
        await daemon.Output.WaitForAsync($"{silent.Id} has sent nothing for", TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    public async Task All_clients_are_closed_with_1000_Daemon_shutting_down_when_it_stops(string signal)
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using V3Client idle = await V3Client.ConnectAsync(daemon);
        await using V3Client started = await V3Client.ConnectAsync(daemon);
        await started.StartAsync(24_000, 1, 16);

        if (signal == "SIGTERM")
            daemon.Terminate();
        else
            daemon.Interrupt();

        foreach (V3Client client in new[] { idle, started })
        {
            RawFrame frame = await client.Socket.ReceiveCloseAsync();
            (frame.CloseCode, frame.CloseReason).Should().Be((1000, "Daemon shutting down"));
        }

        await idle.Socket.AnswerCloseAsync();
        await started.Socket.AnswerCloseAsync();
        (await daemon.WaitForExitAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_stopping_daemon_plays_to_the_end_what_was_sent()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await client.StartAsync(8_000, 1, 8);
        await client.SendChunkAsync(new byte[8_000]);
        await client.StopAsync();

        daemon.Terminate();

        (await client.Socket.ReceiveCloseAsync()).CloseReason.Should().Be("Daemon shutting down");
        await client.Socket.AnswerCloseAsync();
        (await daemon.WaitForExitAsync()).Should().Be(0);
        await daemon.Output.WaitForAsync(
            @"Session client_1-1 ended: Completed, 8000 frames played, \d+ underruns, TTFA [0-9.]+ ms$",
            TimeSpan.FromSeconds(60)
        );
    }

    [Fact]
    public async Task What_a_client_sent_before_it_closed_with_1000_is_played_to_its_end()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using (V3Client client = await V3Client.ConnectAsync(daemon))
        {
            await client.StartAsync(8_000, 1, 8);
            await client.SendAllAsync(new byte[8_000]);
            await client.DisconnectAsync(); // without a stop
        }

        JsonElement ended = (await daemon.EndedAsync(1)).Single();

        ended.GetProperty("reason").GetString().Should().Be("completed");
        ended.GetProperty("framesPlayed").GetInt64().Should().Be(8_000);
    }

    [Fact]
    public async Task Cancel_is_silence_now()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await client.StartAsync(8_000, 1, 8);
        await client.SendAllAsync(new byte[20 * 8_000], chunkBytes: 40_000);

        Json.Type(await client.AskAsync("""{"type":"stop_session","mode":"cancel"}""")).Should().Be("session_stopped");

        JsonElement ended = (await daemon.EndedAsync(1)).Single();
        ended.GetProperty("reason").GetString().Should().Be("cancelled");
        ended.GetProperty("framesPlayed").GetInt64().Should().BeLessThan(15 * 8_000);
    }
}
