using System.Text;
using Audio.Testing.Signals;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.Safety;

/// <summary>Two clients that send as fast as they can, so that their sockets never run dry, beside others.</summary>
public sealed class FloodTests(WavDaemonFixture fixture) : IClassFixture<WavDaemonFixture>
{
    private const int Starts = 500;

    private readonly WavDaemon _daemon = fixture.Daemon;

    private static readonly Dictionary<string, byte[]> Floods = new()
    {
        ["empty chunks"] = Frames(2_000, RawOpCode.Text, V3Client.Chunk([])),
        ["chunks without a session"] = Frames(4, RawOpCode.Text, V3Client.Chunk(new byte[40_000])),
        ["pings"] = Frames(2_000, RawOpCode.Ping, ""),
        ["fragments"] =
        [
            .. RawWebSocket.Encode(RawOpCode.Text, [], isFinal: false),
            .. Enumerable
                .Range(0, 4_000)
                .SelectMany(static _ => RawWebSocket.Encode(RawOpCode.Continuation, [], isFinal: false)),
            .. RawWebSocket.Encode(RawOpCode.Continuation, []),
        ],
    };

    [Theory]
    [InlineData("empty chunks", "chunks without a session")]
    [InlineData("pings", "fragments")]
    public async Task Beside_two_that_flood_a_sound_is_heard_sample_for_sample(string one, string two)
    {
        long since = _daemon.FileLength;
        short[] sound = Pcm.ToInt16(Signal.SpeechLike(48_000, 28_800, seed: 3));
        await using V3Client neighbour = await V3Client.ConnectAsync(_daemon.Process);
        await using V3Client first = await V3Client.ConnectAsync(_daemon.Process);
        await using V3Client second = await V3Client.ConnectAsync(_daemon.Process);
        using var stop = new CancellationTokenSource();
        Task[] floods = [FloodAsync(first, Floods[one], stop.Token), FloodAsync(second, Floods[two], stop.Token)];

        await neighbour.StartAsync(48_000, 1, 16);
        await neighbour.SendAllAsync(Pcm.Bytes(sound), chunkBytes: 1_920);
        (await neighbour.StopAsync()).GetProperty("bytesReceived").GetInt32().Should().Be(2 * sound.Length);
        await neighbour.SettleAsync();
        floods.Should().NotContain(flood => flood.IsCompleted, "they go on");
        Mix mix = await _daemon.HeardAsync(neighbour.Id, since);
        await stop.CancelAsync();
        first.Socket.Reset();
        second.Socket.Reset();
        await Task.WhenAll(floods);

        mix.ShouldSoundAs([.. sound.SelectMany(static sample => new[] { sample, sample })]);
    }

    [Fact]
    public async Task Beside_sessions_of_ever_new_rates_another_is_answered_before_half_of_them_are_started()
    {
        await using V3Client other = await V3Client.ConnectAsync(_daemon.Process);
        await using V3Client first = await V3Client.ConnectAsync(_daemon.Process);
        await using V3Client second = await V3Client.ConnectAsync(_daemon.Process);
        int[] started = [0, 0];
        TaskCompletionSource[] begun = [new(), new()];
        Task[] floods =
        [
            StartSessionsAsync(first, 50_001, () => Count(0)),
            StartSessionsAsync(second, 90_001, () => Count(1)),
        ];
        await Task.WhenAll(begun.Select(static flood => flood.Task));

        await other.SettleAsync();

        started.Sum().Should().BeLessThan(Starts);
        await Task.WhenAll(floods);

        void Count(int flood)
        {
            started[flood]++;
            begun[flood].TrySetResult();
        }
    }

    /// <summary>Starts sessions at rates that each need a filter of their own.</summary>
    private static async Task StartSessionsAsync(V3Client client, int rate, Action started)
    {
        await Task.Yield();
        var starts = new List<byte>();
        for (int i = 0; i < Starts; i++)
            starts.AddRange(Frame(RawOpCode.Text, V3Client.Start(rate + 2 * i, 1, 16)));
        Task sending = client.Socket.SendBytesAsync(starts.ToArray()).AsTask();
        for (int i = 0; i < Starts; i++)
        {
            Json.Type(await client.ReceiveAsync()).Should().Be("session_started");
            started();
        }

        await sending;
    }

    /// <summary>Sends until it is stopped, and reads what comes back.</summary>
    private static Task FloodAsync(V3Client client, byte[] flood, CancellationToken stop)
    {
        Task reading = UntilGoneAsync(async () => await client.Socket.ReceiveFrameAsync(), stop);
        return Task.WhenAll(reading, UntilGoneAsync(async () => await client.Socket.SendBytesAsync(flood), stop));
    }

    private static async Task UntilGoneAsync(Func<Task> step, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            while (!stop.IsCancellationRequested)
                await step();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            stop.IsCancellationRequested.Should().BeTrue("only we end it");
        }
        catch (OperationCanceledException)
        {
            // Nothing is answered to chunks.
        }
    }

    private static byte[] Frames(int count, RawOpCode opCode, string text) =>
        [.. Enumerable.Range(0, count).SelectMany(_ => Frame(opCode, text))];

    private static byte[] Frame(RawOpCode opCode, string text) =>
        RawWebSocket.Encode(opCode, Encoding.UTF8.GetBytes(text));
}
