using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;
using static Audio.EndToEnd.Tests.ProtocolV2.V2Client;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>Messages that are too long for memory.</summary>
public sealed class LongMessageTests
{
    private const int Rate = 48_000;
    private const byte Silence = 128;
    private const long MiB = 1024 * 1024;

    /// <summary>
    /// Resident memory is this much less once it has come back, and no more than this above what it was: about half of
    /// what the message takes.
    /// </summary>
    private const long Returned = 4 * MiB;

    private static readonly TimeSpan ReturnLimit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_minute_in_one_message_is_heard_whole_and_its_memory_comes_back()
    {
        byte[] bytes = new byte[60 * Rate];
        new Random(60).NextBytes(bytes);
        bytes.AsSpan().Replace(Silence, (byte)1);
        short[] sound = [.. bytes.Select(value => (short)((value - Silence) * 256))];
        byte[] message = RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes(Chunk(bytes)));
        message.Length.Should().BeGreaterThan(36_000_000);
        await using WavDaemon daemon = await WavDaemon.StartUnderAsync(
            "export DOTNET_TieredCompilation=0", // else code is compiled again, and takes memory, at any time
            "--v2-sample-rate",
            $"{Rate}",
            "--v2-bit-depth",
            "8", // so a minute has as many bytes as in 16 bits at 24 kHz, and needs no resampling
            "--prefill",
            "600ms" // so that the rest of the message cannot be late
        );
        await using V2Client client = await V2Client.ConnectAsync(daemon.Process);
        await client.SayAsync(Control("play"), Chunk(new byte[9_600]), Control("end_stream"));
        await client.NextAsync("completed");
        await client.Socket.SendBytesAsync(message);
        await client.SayAsync(Control("stop"));
        await client.WaitAsync(); // now everything is compiled
        long before = await FallAsync(daemon.Process, below: most => most - Returned);

        await client.Socket.SendBytesAsync(message);
        await client.SayAsync("""{"type":"status"}""", Control("end_stream"));
        JsonElement status = await client.NextAsync("status");

        JsonElement stats = status.GetProperty("data").GetProperty("performance").GetProperty("stats");
        stats.GetProperty("bytesProcessed").GetInt32().Should().Be(bytes.Length);
        stats.GetProperty("expectedDuration").GetDouble().Should().Be(60_000);
        (daemon.Process.PeakResidentBytes - before).Should().BeLessThan((2 * bytes.Length) + (16 * MiB));
        Json.Type(await client.WaitAsync()).Should().Be("completed");
        await FallAsync(daemon.Process, below: _ => before + Returned);
        short[] heard = [.. Signal.Channel<short>((await daemon.StopAsync()).Samples, 0).Where(sample => sample != 0)];
        heard.TakeLast(sound.Length).Should().Equal(sound, "before it a part of the first one was heard");
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

    /// <summary>Waits until resident memory has fallen.</summary>
    /// <param name="daemon">The daemon.</param>
    /// <param name="below">What it must fall below, given the most that it was since the call.</param>
    /// <returns>What it is then.</returns>
    private static async Task<long> FallAsync(DaemonProcess daemon, Func<long, long> below)
    {
        long start = TimeProvider.System.GetTimestamp();
        long resident = daemon.ResidentBytes;
        for (long most = resident; resident >= below(most); most = Math.Max(most, resident))
        {
            TimeProvider
                .System.GetElapsedTime(start)
                .Should()
                .BeLessThan(ReturnLimit, $"{resident / 1024} KiB are resident, and {below(most) / 1024} should be");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            resident = daemon.ResidentBytes;
        }

        return resident;
    }
}
