using System.IO.Pipelines;
using System.Threading.Channels;

namespace Audio.Client.Tests.Fakes;

/// <summary>A daemon whose every word the test says, over pipes in memory.</summary>
internal sealed class FakeDaemon
{
    /// <summary>Far more than anything here takes, on any machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<FakeConnection> _accepted = Channel.CreateUnbounded<FakeConnection>();

    public FakeDaemon(string name = "fake") => Endpoint = AudioDaemonEndpoint.FromPipe(name, Connect);

    public AudioDaemonEndpoint Endpoint { get; }

    /// <summary>Whether nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>Called for each attempt to connect.</summary>
    public Action? Attempted { get; set; }

    /// <summary>The next connection of the client.</summary>
    public async Task<FakeConnection> AcceptAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        return await _accepted.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next connection, welcomed.</summary>
    public async Task<FakeConnection> WelcomeAsync(string token)
    {
        FakeConnection connection = await AcceptAsync();
        await connection.WelcomeAsync(token);
        return connection;
    }

    private ValueTask<IDuplexPipe> Connect(CancellationToken cancellationToken)
    {
        Attempted?.Invoke();
        if (IsDown)
            throw new IOException("Nobody is there.");
        var connection = new FakeConnection();
        _accepted.Writer.TryWrite(connection);
        return ValueTask.FromResult(connection.ClientEnd);
    }
}
