using Audio.Client;
using Audio.Protocol;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Client;

/// <summary>
/// Two hundred sounds over a connection that is cut, reset, delayed and half-opened: the WAV sink holds every sample
/// once, in order.
/// </summary>
public sealed class FaultTests
{
    private const int Runs = 50;
    private static readonly int[] Lanes = [0, 1_000, 2_000, 3_000];

    /// <summary>Never gives up during the test.</summary>
    private static readonly ReconnectPolicy Patient = new(attempt =>
        TimeSpan.FromMilliseconds(Math.Min(10 * attempt.Number, 500))
    );

    [Fact]
    public async Task Every_sample_is_heard_once_and_every_session_ends_once()
    {
        Fault[][] faults = await Task.WhenAll(Lanes.Select(LaneAsync));

        faults
            .SelectMany(f => f)
            .Distinct()
            .Should()
            .BeEquivalentTo(Enum.GetValues<Fault>(), "the seeds bring all of them");
    }

    /// <summary>Runs one after another on one daemon, so that its file holds them in order.</summary>
    private static async Task<Fault[]> LaneAsync(int firstSeed)
    {
        await using WavDaemon daemon = await WavDaemon.StartAsync();
        await using var proxy = new FaultyProxy(daemon.Process.Port);
        var sent = new List<short>();
        for (int run = 0; run < Runs; run++)
            sent.AddRange(await RunAsync(proxy, firstSeed + run));
        short[] recorded = (await daemon.StopAsync()).Samples;

        // A late chunk leaves a gap, with a fade on either side of it.
        int first = Array.FindIndex(recorded, static sample => sample != 0) & ~1;
        FadedSound.FindFault(recorded.AsSpan(first), sent.ToArray(), gaps: int.MaxValue).Should().BeNull();
        return [.. proxy.Faults];
    }

    private static async Task<short[]> RunAsync(FaultyProxy proxy, int seed)
    {
        var random = new Random(seed);
        short[] sound =
        [
            .. Enumerable
                .Range(0, 2 * random.Next(48 * 5, 48 * 60))
                .Select(_ => (short)(random.Next(1, 30_000) * (random.Next(2) == 0 ? 1 : -1))),
        ];
        byte[] bytes = Pcm.Bytes(sound);
        proxy.Begin(seed, span: bytes.Length + 1_000);
        var options = new AudioDaemonClientOptions
        {
            Reconnect = Patient,
            KeepAliveInterval = TimeSpan.FromMilliseconds(100),
            KeepAliveTimeout = TimeSpan.FromMilliseconds(300),
            ConnectTimeout = TimeSpan.FromSeconds(1), // a welcome may be lost on a half-open connection
        };
        options.Endpoints.Add($"ws://127.0.0.1:{proxy.Port}");
        await using var client = new AudioDaemonClient(options);
        await using PlaybackSession session = await StartAsync(client);
        int ends = 0;
        using IDisposable subscription = session.Events.Subscribe(new Each(e => ends += e is SessionEnded ? 1 : 0));
        int at = 0;
        while (at < bytes.Length)
        {
            int count = Math.Min(bytes.Length - at, random.Next(1, 4_000));
            await session.WriteAsync(bytes.AsMemory(at, count));
            at += count;
        }

        PlaybackResult result = await session.CompleteAsync().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        (result.Reason, result.FramesPlayed, result.BytesReceived, result.Restarts)
            .Should()
            .Be((SessionEndReason.Completed, sound.Length / 2, bytes.Length, 0), $"seed {seed}: {result.Error}");
        await foreach (SessionEvent _ in session.ReadEventsAsync()) { }
        ends.Should().Be(1);
        return sound;
    }

    /// <summary>The program has to retry the first connection itself: nothing has been promised yet.</summary>
    private static async Task<PlaybackSession> StartAsync(AudioDaemonClient client)
    {
        while (true)
        {
            try
            {
                return await client
                    .StartSessionAsync(AudioFormat.Pcm16(48_000, 2))
                    .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
            }
            catch (AudioConnectionException e) when (e.IsRetryable)
            {
                // Cut before the welcome.
            }
        }
    }

    private sealed class Each(Action<SessionEvent> action) : IObserver<SessionEvent>
    {
        public void OnNext(SessionEvent value) => action(value);

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }
}
