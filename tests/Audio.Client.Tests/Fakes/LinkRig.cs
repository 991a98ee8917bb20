using Audio.Client.Connection;
using Audio.Client.Transports;
using Audio.Protocol.V4;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audio.Client.Tests.Fakes;

/// <summary>The parts of a link in virtual time. The test says which daemon each attempt finds.</summary>
internal sealed class LinkRig
{
    private readonly Queue<Func<ConnectedDaemon>> _answers = new();

    public LinkRig()
    {
        Changes = new ConnectionChanges(State, NullLogger.Instance);
        Router = new SessionRouter(State, Changes, NullLogger.Instance);
        Takeover = new SessionTakeover(State, Router, Changes, ConnectAsync);
    }

    public FakeClock Clock { get; } = new();

    public LinkState State { get; } = new();

    public ConnectionChanges Changes { get; }

    public SessionRouter Router { get; }

    public SessionTakeover Takeover { get; }

    /// <summary>What was tried.</summary>
    public List<ConnectPlan> Plans { get; } = [];

    /// <summary>The next attempt finds a daemon.</summary>
    public FakeConnection Answer(string token, string endpoint = "ws://here:1")
    {
        var connection = new FakeConnection();
        _answers.Enqueue(() => Daemon(connection, token, endpoint));
        return connection;
    }

    /// <summary>The next attempt fails.</summary>
    public void Fail(AudioDaemonErrorKind kind = AudioDaemonErrorKind.Unreachable) =>
        _answers.Enqueue(() => throw new AudioConnectionException(kind, "Nobody is there."));

    public ConnectedDaemon Daemon(FakeConnection connection, string token, string endpoint = "ws://here:1") =>
        new(
            endpoint,
            new DaemonConnection(
                new PipeTransport(connection.ClientEnd),
                endpoint,
                new V4Welcome("client_1", 0, "", V4Wire.Version, token, 30_000, new V4Limits(1_000_000, 256, 30_000)),
                Router,
                new KeepAliveOptions(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)),
                Clock,
                NullLogger.Instance
            ),
            Spawned: null
        );

    /// <summary>A daemon to which the link is connected.</summary>
    public ConnectedDaemon Open(FakeConnection connection, string token = "T1", string endpoint = "ws://here:1")
    {
        ConnectedDaemon daemon = Daemon(connection, token, endpoint);
        daemon.Connection.Start();
        State.TryOpen(daemon).Should().BeTrue();
        return daemon;
    }

    /// <summary>A session that the daemon has accepted.</summary>
    public DaemonSession Begun(string id, uint handle, bool resendUnplayed = false)
    {
        DaemonSession session = OpenSessions.Of(id, resendUnplayed);
        State.TryAdd(session).Should().BeTrue();
        State.Begin(session, handle);
        return session;
    }

    public Task<ConnectedDaemon> ConnectAsync(ConnectPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Plans.Add(plan);
        try
        {
            return Task.FromResult(_answers.Dequeue()());
        }
        catch (AudioDaemonException e)
        {
            return Task.FromException<ConnectedDaemon>(e);
        }
    }
}
