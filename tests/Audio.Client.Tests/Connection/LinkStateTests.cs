using Audio.Client.Connection;
using Audio.Client.Tests.Fakes;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Connection;

public sealed class LinkStateTests
{
    private readonly LinkRig _rig = new();

    private LinkState State => _rig.State;

    [Fact]
    public async Task A_request_goes_to_the_connection_or_waits_for_the_one_that_is_being_made()
    {
        State.TryPost(Ask(), out _).Should().BeFalse("nobody connects");

        var fake = new FakeConnection();
        ConnectedDaemon daemon = _rig.Open(fake);
        State.TryPost(Ask(), out DaemonConnection? connection).Should().BeTrue();
        connection.Should().BeSameAs(daemon.Connection);
        connection!.Kick();
        await fake.ExpectAsync<V4GetStatus>();

        fake.Cut();
        await daemon.Connection.Ended.Within();
        State.Detach(daemon, out _).Should().BeTrue();
        State.TryPost(Ask(), out connection).Should().BeTrue();
        connection.Should().BeNull();
    }

    [Fact]
    public void Nothing_changes_the_state_of_a_client_that_is_closed()
    {
        State.TryClose(out _).Should().BeTrue();

        State.TryClose(out _).Should().BeFalse();
        State.TryMove(ConnectionState.Connecting).Should().BeFalse();
        State.TryOpen(_rig.Daemon(new FakeConnection(), "T1")).Should().BeFalse();
        State.State.Should().Be(ConnectionState.Closed);
    }

    [Fact]
    public async Task After_a_cut_what_may_wait_is_sent_again_in_order_and_the_rest_fails()
    {
        var fake = new FakeConnection();
        ConnectedDaemon daemon = _rig.Open(fake);
        PendingRequest[] waiting = [Ask(), Ask()];
        PendingRequest once = Ask(survivesCut: false);
        PendingRequest[] all = [waiting[0], once, waiting[1]];
        foreach (PendingRequest request in all)
            State.TryPost(request, out _);
        fake.Cut();
        await daemon.Connection.Ended.Within();

        State.Detach(daemon, out PendingRequest[] failed).Should().BeTrue();

        failed.Should().Equal(once);
        State.State.Should().Be(ConnectionState.Reconnecting);
        State.TakeAll(ConnectionState.Disconnected).Requests.Should().Equal(waiting);
    }

    [Fact]
    public async Task A_new_connection_restarts_what_may_be_restarted_ahead_of_what_waited()
    {
        ConnectedDaemon before = _rig.Open(new FakeConnection());
        DaemonSession held = _rig.Begun("held", 1);
        DaemonSession lost = _rig.Begun("lost", 2);
        DaemonSession again = _rig.Begun("again", 3, resendUnplayed: true);
        again.IsPaused = true;
        before.Connection.Abort("A cut.");
        await before.Connection.Ended.Within();
        State.Detach(before, out _);
        PendingRequest about = new(new V4PauseSession { SessionId = "lost" }, lost, survivesCut: true);
        State.TryPost(about, out _);
        State.TryPost(Ask(), out _);
        var fake = new FakeConnection();
        ConnectedDaemon daemon = _rig.Daemon(fake, "T2");
        daemon.Connection.Start();

        AdoptedSessions others = State.Adopt(daemon, new HashSet<DaemonSession> { held }, _rig.Router.StartOf);
        daemon.Connection.Kick();

        others.Restarted.Should().Equal(again);
        others.Lost.Should().Equal(lost);
        others.Failed.Should().Equal(about);
        State.Find("lost").Should().BeNull();
        State.Find("again-2").Should().BeSameAs(again);
        State.State.Should().Be(ConnectionState.Connected);
        (await fake.ExpectAsync<V4StartSession>()).SessionId.Should().Be("again-2");
        (await fake.ExpectAsync<V4PauseSession>()).SessionId.Should().Be("again-2");
        await fake.ExpectAsync<V4GetStatus>();
    }

    [Fact]
    public void A_token_is_kept_until_a_connection_holds_the_sessions()
    {
        _rig.Open(new FakeConnection());
        State.TokensFor(_rig.Daemon(new FakeConnection(), "T2")).Should().BeEmpty("there is no session to resume");
        _rig.Begun("s", 1);

        State.TokensFor(_rig.Daemon(new FakeConnection(), "T3")).Should().Equal("T1", "T2");
        State.TokensFor(_rig.Daemon(new FakeConnection(), "T4", "ws://there:1")).Should().BeEmpty();
        State.TokensFor(_rig.Daemon(new FakeConnection(), "T5")).Should().Equal("T1", "T2", "T3");
    }

    [Fact]
    public void Only_sessions_that_cannot_be_restarted_hold_the_client_to_their_daemon()
    {
        _rig.Begun("again", 1, resendUnplayed: true);
        State.TryAdd(OpenSessions.Of("not accepted"));
        State.HasSessions.Should().BeTrue();
        State.HasSessionsToLose.Should().BeFalse();

        _rig.Begun("s", 2);

        State.HasSessionsToLose.Should().BeTrue();
    }

    [Fact]
    public void A_daemon_that_this_client_did_not_start_is_not_released()
    {
        ConnectedDaemon daemon = _rig.Open(new FakeConnection());

        State.Release().Should().BeNull();
        State.Daemon.Should().BeSameAs(daemon);
    }

    private static PendingRequest Ask(bool survivesCut = true) => new(new V4GetStatus(), session: null, survivesCut);
}
