using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Fakes;

/// <summary>A client in virtual time that is connected to a fake daemon.</summary>
internal sealed class ClientRig : IAsyncDisposable
{
    private ClientRig(FakeDaemon daemon, FakeClock clock, AudioDaemonClient client, FakeConnection connection)
    {
        Daemon = daemon;
        Clock = clock;
        Client = client;
        Connection = connection;
    }

    /// <summary>One channel of 16 bits at 8 kHz: two bytes a frame.</summary>
    public static AudioFormat Format { get; } = AudioFormat.Pcm16(8_000, 1);

    public FakeDaemon Daemon { get; }

    public FakeClock Clock { get; }

    public AudioDaemonClient Client { get; }

    /// <summary>The first connection, whose token is T1.</summary>
    public FakeConnection Connection { get; }

    public static async Task<ClientRig> ConnectAsync(Action<AudioDaemonClientOptions>? configure = null)
    {
        var daemon = new FakeDaemon();
        var clock = new FakeClock();
        var options = new AudioDaemonClientOptions();
        options.Endpoints.Add(daemon.Endpoint);
        configure?.Invoke(options);
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(options, clock);
        FakeConnection connection = await daemon.WelcomeAsync("T1");
        return new ClientRig(daemon, clock, await connecting.Within(), connection);
    }

    /// <summary>Starts session "s", whose handle is 1.</summary>
    public async Task<PlaybackSession> StartAsync(long limit = 1_000_000, AudioSessionOptions? options = null)
    {
        Task<PlaybackSession> starting = Client.StartSessionAsync(
            Format,
            (options ?? new AudioSessionOptions()) with
            {
                SessionId = "s",
            }
        );
        await Connection.StartAsync(handle: 1, limit);
        return await starting.Within();
    }

    /// <summary>
    /// After a cut: the next connection, of this token, on which the client asks for its sessions with another.
    /// </summary>
    public async Task<(FakeConnection Connection, V4Resume Resume)> ComeBackAsync(string token, string expected = "T1")
    {
        FakeConnection connection = await Daemon.WelcomeAsync(token);
        V4Resume resume = await connection.ExpectAsync<V4Resume>();
        resume.Token.Should().Be(expected);
        return (connection, resume);
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}

internal static class Waiting
{
    /// <summary>Waits, but not for ever.</summary>
    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(FakeDaemon.Limit, TimeProvider.System);

    public static Task Within(this Task task) => task.WaitAsync(FakeDaemon.Limit, TimeProvider.System);

    /// <summary>Waits until the client has read what the daemon said before.</summary>
    public static async Task PingedAsync(this AudioDaemonClient client, FakeConnection connection)
    {
        Task<TimeSpan> pinging = client.PingAsync();
        V4Ping ping = await connection.ExpectAsync<V4Ping>();
        await connection.SayAsync(new V4Pong(0) { RequestId = ping.RequestId });
        await pinging.Within();
    }

    public static byte[] Bytes(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => (byte)(i * 7 + i / 256))];

    public static V4Resumed Answer(
        this V4Resume resume,
        V4SessionStatus[]? sessions = null,
        V4SessionEnded[]? ended = null
    ) => new(sessions ?? [], ended ?? []) { RequestId = resume.RequestId };

    public static V4Error Refuse(this V4ClientMessage request, string code, string text = "No.") =>
        new(text, 0, code, V4ErrorCodes.IsRetryable(code)) { RequestId = request.RequestId };
}
