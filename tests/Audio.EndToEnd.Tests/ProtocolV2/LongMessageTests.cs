using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>Messages that are too long for memory.</summary>
public sealed class LongMessageTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public async Task A_minute_in_one_message_takes_memory_for_its_sound_and_not_for_its_text()
    {
        byte[] sound = new byte[60 * 24_000 * 2];
        new Random(60).NextBytes(sound);
        byte[] message = RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes(Chunk(sound)));
        message.Length.Should().BeGreaterThan(36_000_000);
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using V2Client client = await V2Client.ConnectAsync(daemon);
        await client.SayAsync(Control("play"), Chunk(sound.AsSpan(0, 96_000)), Control("stop"));
        await client.WaitAsync(); // so that everything is compiled
        long before = daemon.ResidentBytes;

        await client.Socket.SendBytesAsync(message);
        await client.SayAsync("""{"type":"status"}""");
        JsonElement status = await client.NextAsync("status");

        JsonElement stats = status.GetProperty("data").GetProperty("performance").GetProperty("stats");
        stats.GetProperty("bytesProcessed").GetInt32().Should().Be(sound.Length);
        (daemon.PeakResidentBytes - before).Should().BeLessThan((2 * sound.Length) + (16 * MiB));
    }

    [Fact]
    public async Task A_message_of_more_than_100_MiB_closes_the_connection_with_1009()
    {
        await using DaemonProcess daemon = await DaemonProcess.StartAsync(new DaemonSetup());
        await using V2Client client = await V2Client.ConnectAsync(daemon);
        await client.SayAsync("""{"type":"heartbeat"}""");
        await client.NextAsync("heartbeat");
        byte[] text = new byte[(100 * MiB) + 1];
        text.AsSpan().Fill((byte)' ');

        await client.Socket.SendFragmentedAsync(RawOpCode.Text, text, 1024 * 1024);

        RawFrame close = await client.Socket.ReceiveCloseAsync();
        (close.CloseCode, close.CloseReason).Should().Be((1009, "A message has at most 104857600 bytes"));
    }
}
