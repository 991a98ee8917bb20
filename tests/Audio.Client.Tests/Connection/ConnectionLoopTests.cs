using Audio.Client.Tests.Fakes;
using Audio.Protocol;

namespace Audio.Client.Tests.Connection;

public sealed class ConnectionLoopTests
{
    private readonly LinkRig _rig = new();
    private readonly AudioDaemonClientOptions _options = new() { Reconnect = ReconnectPolicy.Delays(0, 0) };
    private readonly List<ConnectionChange> _changes = [];
    private readonly ConnectionLoop _loop;

    public ConnectionLoopTests()
    {
        _options.Endpoints.Add("ws://here:1");
        _rig.Changes.Stream.Subscribe(new Collector<ConnectionChange>(_changes));
        var reconnector = new Reconnector(_options, _rig.State, _rig.Takeover, _rig.Clock);
        _loop = new ConnectionLoop(_rig.State, _rig.Changes, _rig.Takeover, reconnector, _rig.ConnectAsync);
    }

    [Fact]
    public async Task Many_callers_share_one_connection()
    {
        _rig.Answer("T1");

        await Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .Select(_ => Task.Run(() => _loop.EnsureConnectedAsync(maySpawn: false, CancellationToken.None)))
            )
            .Within();

        _rig.Plans.Should().ContainSingle();
        await _loop.DisposeAsync();
        States().Should().Equal("Disconnected", "Connecting", "Connected", "Closed");
    }

    [Fact]
    public async Task Who_may_start_a_daemon_tries_again_after_an_attempt_that_might_not()
    {
        _rig.Fail();
        Task without = _loop.EnsureConnectedAsync(maySpawn: false, CancellationToken.None);
        await without.Invoking(t => t.Within()).Should().ThrowAsync<AudioConnectionException>();
        _rig.Answer("T1");

        await _loop.EnsureConnectedAsync(maySpawn: true, CancellationToken.None).Within();

        _rig.Plans.Select(p => p.MaySpawn).Should().Equal(false, true);
        await _loop.DisposeAsync();
    }

    [Fact]
    public async Task A_daemon_that_says_nothing_but_its_welcome_is_given_up_after_five_connections()
    {
        FakeConnection[] connections = [.. Enumerable.Range(1, 5).Select(i => _rig.Answer($"T{i}"))];
        await _loop.EnsureConnectedAsync(maySpawn: false, CancellationToken.None).Within();
        Task<string> givenUp = GivenUpAsync();

        foreach (FakeConnection connection in connections)
            connection.Cut();

        (await givenUp.Within())
            .Should()
            .Be("The daemon at ws://here:1 ends every connection: The daemon has closed the connection.");
        _rig.Plans.Should().HaveCount(5);
        await _loop.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_ends_what_is_open_and_whoever_comes_after_is_refused()
    {
        _rig.Answer("T1");
        await _loop.EnsureConnectedAsync(maySpawn: false, CancellationToken.None).Within();
        DaemonSession session = OpenSessions.Of("s");
        _rig.State.TryAdd(session);

        Task disposing = _loop.DisposeAsync().AsTask();
        _rig.State.State.Should().Be(ConnectionState.Closed);
        await _rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        _rig.Clock.Advance(TimeSpan.FromSeconds(2)); // the daemon does not close
        await disposing.Within();

        session.Ending.Completion.Result.Reason.Should().Be(SessionEndReason.Lost);
        (
            await _loop
                .Awaiting(l => l.EnsureConnectedAsync(maySpawn: true, CancellationToken.None))
                .Should()
                .ThrowAsync<AudioConnectionException>()
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.Closed);
    }

    private async Task<string> GivenUpAsync()
    {
        await foreach (ConnectionChange change in _rig.Changes.Stream.Read(CancellationToken.None))
        {
            if (change is { State: ConnectionState.Disconnected, Reason: { } reason })
                return reason;
        }
        throw new InvalidOperationException("The loop has ended without giving up.");
    }

    private string[] States() => [.. _changes.Select(c => c.State.ToString())];
}
