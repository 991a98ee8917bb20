using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Reconnecting;

/// <summary>The connection breaks, at every stage, and nothing is lost and nothing comes twice.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task It_sends_on_from_what_the_daemon_has()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await session.WriteAsync(Waiting.Bytes(1_000));
        await rig.Connection.ExpectBytesAsync(0, 1_000);

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await session.WriteAsync(Waiting.Bytes(500, from: 1_000)); // taken though nobody has it yet
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 9, received: 301)]));

        Frame first = await second.ExpectFrameAsync();
        (first.Handle, first.Offset).Should().Be((9u, 301L));
        first.Payload.Concat(await second.ExpectBytesAsync(1_000, 500)).Should().Equal(Waiting.Bytes(1_500)[301..]);
    }

    [Fact]
    public async Task A_cut_in_the_middle_of_a_frame_and_of_a_message()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await rig.Connection.SayRawAsync([40, 0, 0, 0, 0, (byte)'{']);
        await session.WriteAsync(Waiting.Bytes(1_000));
        rig.Connection.Cut(); // what the pipe holds of the frame is gone

        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 1, received: 0)]));

        (await second.ExpectBytesAsync(0, 1_000)).Should().Equal(Waiting.Bytes(1_000));
    }

    [Fact]
    public async Task A_cut_between_the_end_of_the_stream_and_the_end_of_the_session()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await session.WriteAsync(Waiting.Bytes(10));
        Task<PlaybackResult> completing = session.CompleteAsync();
        await rig.Connection.ExpectBytesAsync(0, 10);

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 2, received: 10)]));

        (await second.ExpectFrameAsync())
            .Should()
            .BeEquivalentTo(new Frame(2, 10, IsEnd: true, []), "nobody knows whether it was heard");
        await second.SayEndedAsync("s", frames: 5, bytes: 10);
        (await completing.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_stream_that_says_its_format_goes_on_at_the_byte_that_did_not_arrive()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(new AudioSessionOptions { SessionId = "s" });
        await rig.Connection.StartAsync(limit: 333);
        PlaybackSession session = await starting.Within();
        Task writing = session.WriteAsync(Waiting.Bytes(500)).AsTask();
        await rig.Connection.ExpectBytesAsync(0, 333);

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 4, received: 101, played: 7)]));

        (await second.ExpectBytesAsync(101, 399)).Should().Equal(Waiting.Bytes(500)[101..]);
        await writing.Within();
        session.BytesPlayed.Should().Be(7);
    }

    [Fact]
    public async Task An_end_that_is_told_twice_counts_once()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions { SessionId = "t" }
        );
        await rig.Connection.StartAsync(handle: 2);
        PlaybackSession other = await starting.Within();
        var ends = new List<SessionEvent>();
        using IDisposable subscription = session.Events.Subscribe(new Collector<SessionEvent>(ends));

        await rig.Connection.SayEndedAsync("s", frames: 5, bytes: 10);
        await session.Completion.Within();
        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(
            resume.Answer([FakeConnection.Status("t", 1, 0)], [FakeConnection.Ended("s", frames: 5, bytes: 10)])
        );
        await second.SayEndedAsync("s", frames: 99);
        await second.SayEndedAsync("t");
        await other.Completion.Within();

        ends.Should().ContainSingle().Which.Should().BeOfType<SessionEnded>().Which.Result.FramesPlayed.Should().Be(5);
    }

    [Fact]
    public async Task A_session_that_ended_meanwhile_ends_by_resumed()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer(ended: [FakeConnection.Ended("s", V4EndReasons.Disconnected, frames: 50)]));

        PlaybackResult result = await session.Completion.Within();
        (result.Reason, result.FramesPlayed).Should().Be((SessionEndReason.Disconnected, 50));
    }

    [Fact]
    public async Task A_cut_while_it_starts_and_the_daemon_had_heard()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions { SessionId = "s" }
        );
        await rig.Connection.ExpectAsync<V4StartSession>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 4, received: 0, limit: 100)]));

        PlaybackSession session = await starting.Within();
        await session.WriteAsync(Waiting.Bytes(10));
        (await second.ExpectFrameAsync()).Handle.Should().Be(4);
    }

    [Fact]
    public async Task A_cut_while_it_starts_and_the_daemon_had_not_heard()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions { SessionId = "s" }
        );
        await rig.Connection.ExpectAsync<V4StartSession>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer());

        (await second.StartAsync(handle: 4)).SessionId.Should().Be("s");
        await starting.Within();
    }

    [Fact]
    public async Task Commands_that_were_not_answered_are_given_again_in_their_order()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        Task volume = session.SetVolumeAsync(2);
        await rig.Connection.ExpectAsync<V4SetVolume>();
        Task<PlaybackResult> cancel = session.CancelAsync();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", 1, 0)]));

        V4SetVolume again = await second.ExpectAsync<V4SetVolume>();
        again.Volume.Should().Be(2);
        await second.ExpectAsync<V4CancelSession>();
        await second.SayAsync(new V4SessionChanged("s", Paused: false, 2) { RequestId = again.RequestId });
        await volume.Within();
        await second.SayEndedAsync("s", V4EndReasons.Cancelled);
        await cancel.Within();
    }

    [Fact]
    public async Task A_ping_that_was_cut_off_says_so()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<TimeSpan> ping = rig.Client.PingAsync();
        await rig.Connection.ExpectAsync<V4Ping>();

        rig.Connection.Cut();

        (await FluentActions.Awaiting(() => ping.Within()).Should().ThrowAsync<AudioConnectionException>())
            .Which.IsRetryable.Should()
            .BeTrue();
    }

    [Fact]
    public async Task Without_sessions_no_token_is_presented()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        await using IAsyncEnumerator<ConnectionChange> changes = rig
            .Client.ReadConnectionChangesAsync()
            .GetAsyncEnumerator();

        rig.Connection.Cut();
        FakeConnection second = await rig.Daemon.WelcomeAsync("T2");
        for (int i = 0; i < 3; i++) // connected, reconnecting, connected
            (await changes.MoveNextAsync().AsTask().Within()).Should().BeTrue();
        changes.Current.Should().Be(new ConnectionChange(ConnectionState.Connected, rig.Daemon.Endpoint));
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(ClientRig.Format);
        await second.StartAsync();

        await starting.Within();
    }

    [Fact]
    public async Task A_cut_before_the_welcome_is_an_attempt_that_failed()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0, 0));
        PlaybackSession session = await rig.StartAsync();

        rig.Connection.Cut();
        (await rig.Daemon.AcceptAsync()).Cut();
        (FakeConnection third, V4Resume resume) = await rig.ComeBackAsync("T3");
        await third.SayAsync(resume.Answer([FakeConnection.Status("s", 1, 0)]));
        await third.SayEndedAsync("s");

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_before_resumed_was_read_leaves_two_tokens_and_the_oldest_is_tried_first(bool firstWasTaken)
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0, 0));
        PlaybackSession session = await rig.StartAsync();
        await session.WriteAsync(Waiting.Bytes(10));
        await rig.Connection.ExpectBytesAsync(0, 10);

        rig.Connection.Cut();
        (FakeConnection second, _) = await rig.ComeBackAsync("T2");
        second.Cut(); // and nobody knows whether the daemon had heard it
        (FakeConnection third, V4Resume resume) = await rig.ComeBackAsync("T3");
        if (firstWasTaken)
        {
            await third.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));
            resume = await third.ExpectAsync<V4Resume>();
            resume.Token.Should().Be("T2");
        }
        await third.SayAsync(resume.Answer([FakeConnection.Status("s", 1, received: 4)]));

        (await third.ExpectBytesAsync(4, 6)).Should().Equal(Waiting.Bytes(10)[4..]);
        third.Cut();
        (_, V4Resume next) = await rig.ComeBackAsync("T4", expected: "T3");
        next.Token.Should().Be("T3", "the others are void since resumed");
    }

    [Fact]
    public async Task A_token_that_names_nothing_is_not_the_last_word()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0, 0));
        PlaybackSession session = await rig.StartAsync();

        rig.Connection.Cut();
        (FakeConnection second, _) = await rig.ComeBackAsync("T2");
        second.Cut();
        (FakeConnection third, V4Resume empty) = await rig.ComeBackAsync("T3");
        await third.SayAsync(empty.Answer());
        V4Resume other = await third.ExpectAsync<V4Resume>();
        other.Token.Should().Be("T2");
        await third.SayAsync(other.Answer([FakeConnection.Status("s", 1, 0)]));
        await third.SayEndedAsync("s");

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_daemon_that_says_it_is_stopping_is_asked_again()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0, 0));
        PlaybackSession session = await rig.StartAsync();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume refused) = await rig.ComeBackAsync("T2");
        await second.SayAsync(refused.Refuse(V4ErrorCodes.ShuttingDown));
        (FakeConnection third, V4Resume resume) = await rig.ComeBackAsync("T3");
        await third.SayAsync(resume.Answer([FakeConnection.Status("s", 1, 0)]));
        await third.SayEndedAsync("s");

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public async Task A_frame_that_was_dropped_is_sent_again()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await session.WriteAsync(Waiting.Bytes(100));
        await rig.Connection.ExpectBytesAsync(0, 100);

        await rig.Connection.SayAsync(
            new V4Error("A gap.", 0, V4ErrorCodes.OffsetGap, Retryable: true, "s", Received: 40)
        );

        (await rig.Connection.ExpectBytesAsync(40, 60)).Should().Equal(Waiting.Bytes(100)[40..]);
    }

    [Fact]
    public async Task A_daemon_that_claims_what_was_never_sent_is_left()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.Reconnect = ReconnectPolicy.Delays(0, 0));
        PlaybackSession session = await rig.StartAsync();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", 1, received: 5)]));

        await second.ExpectClosedAsync();
        session.Completion.IsCompleted.Should().BeFalse();
    }
}
