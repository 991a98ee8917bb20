using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Reconnecting;

/// <summary>The daemon was restarted: every token is void.</summary>
public sealed class LostSessionTests
{
    [Fact]
    public async Task Without_ResendUnplayed_the_result_says_lost_and_what_is_known()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 100);
        await session.WriteAsync(Waiting.Bytes(100));
        Task writing = session.WriteAsync(Waiting.Bytes(100)).AsTask();
        await rig.Connection.ExpectBytesAsync(0, 100);
        await rig.Connection.SayAsync(new V4Playing("s", 2, 1, 1, 0));
        await rig.Connection.FlowAsync(1, received: 80, limit: 100, played: 41);
        await using IAsyncEnumerator<ConnectionChange> changes = rig
            .Client.ReadConnectionChangesAsync()
            .GetAsyncEnumerator();
        await NextAsync(changes);

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        (await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<AudioSessionException>())
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.SessionLost);
        (await session.CompleteAsync().Within())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = SessionEndReason.Lost,
                    ReasonText = "lost",
                    FramesPlayed = 20L,
                    FramesReceived = 40L,
                    BytesReceived = 80L,
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(2),
                    Restarts = 0,
                }
            );
        (await NextAsync(changes)).State.Should().Be(ConnectionState.Reconnecting);
        (await NextAsync(changes))
            .Should()
            .BeEquivalentTo(
                new
                {
                    State = ConnectionState.Connected,
                    SessionsResumed = 0,
                    SessionsLost = 1,
                    SessionsRestarted = 0,
                }
            );
    }

    [Fact]
    public async Task With_ResendUnplayed_a_new_session_begins_at_the_first_frame_that_was_not_played()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await rig.StartAsync(limit: 1_000);
        var events = new List<SessionEvent>();
        using IDisposable subscription = session.Events.Subscribe(new Collector<SessionEvent>(events));
        await session.WriteAsync(Waiting.Bytes(600));
        await rig.Connection.ExpectBytesAsync(0, 600);
        await rig.Connection.SayAsync(new V4Playing("s", 2, 1, 1, 0));
        await rig.Connection.SayAsync(new V4Underrun("s", 3, 0));
        await rig.Connection.FlowAsync(1, received: 600, limit: 1_000, played: 201);
        Task volume = session.SetVolumeAsync(0.5);
        await rig.Connection.ExpectAsync<V4SetVolume>();
        Task<PlaybackResult> completing = session.CompleteAsync();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        V4StartSession start = await second.ExpectAsync<V4StartSession>();
        (start.SessionId, start.Volume).Should().Be(("s-2", 0.5));
        V4SetVolume again = await second.ExpectAsync<V4SetVolume>();
        again.SessionId.Should().Be("s-2");
        await second.SayStartedAsync(start, handle: 5, limit: 100); // less room than before
        Frame first = await second.ExpectFrameAsync();
        (first.Handle, first.Offset, first.IsEnd).Should().Be((5u, 0L, false));
        first.Payload.Should().Equal(Waiting.Bytes(600)[200..300]);
        await second.FlowAsync(5, received: 100, limit: 1_000, played: 0);
        Frame rest = await second.ExpectFrameAsync();
        (rest.Offset, rest.IsEnd).Should().Be((100, true));
        rest.Payload.Should().Equal(Waiting.Bytes(600)[300..]);
        await second.SayAsync(new V4SessionChanged("s-2", Paused: false, 0.5) { RequestId = again.RequestId });
        await volume.Within();
        await second.SayEndedAsync("s-2", frames: 200, bytes: 400, underruns: 1, ttfaMs: 9);

        (await completing.Within())
            .Should()
            .BeEquivalentTo(
                new
                {
                    SessionId = "s-2",
                    Reason = SessionEndReason.Completed,
                    FramesPlayed = 300L,
                    FramesReceived = 300L,
                    BytesReceived = 600L,
                    Underruns = 4,
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(2),
                    Restarts = 1,
                }
            );
        events.OfType<SessionRestarted>().Should().Equal(new SessionRestarted("s-2", FirstFrame: 100));
    }

    [Fact]
    public async Task A_stream_that_says_its_format_starts_again_from_its_first_byte_if_nothing_was_heard()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await StartAutoAsync(rig);
        await session.WriteAsync(Waiting.Bytes(601));
        await rig.Connection.ExpectBytesAsync(0, 601);
        await rig.Connection.FlowAsync(1, received: 601, limit: 1_000, played: 0);
        await rig.Client.PingedAsync(rig.Connection);
        session.EndStream();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        V4StartSession start = await second.ExpectAsync<V4StartSession>();
        start.AudioFormat.Should().Be(new V4AudioFormat("auto"));
        await second.SayStartedAsync(start, handle: 5, limit: 1_000);
        Frame first = await second.ExpectFrameAsync();
        (first.Offset, first.IsEnd).Should().Be((0L, true));
        first.Payload.Should().Equal(Waiting.Bytes(601));
        await second.SayAsync(FakeConnection.Ended("s-2", frames: 300, bytes: 601) with { SampleRate = 100 });
        (await session.Completion.Within())
            .Should()
            .BeEquivalentTo(
                new
                {
                    FramesPlayed = 300L,
                    BytesReceived = 601L,
                    Played = TimeSpan.FromSeconds(3),
                    Restarts = 1,
                }
            );
    }

    [Fact]
    public async Task A_stream_that_says_its_format_is_lost_if_some_of_it_was_heard()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await StartAutoAsync(rig);
        await session.WriteAsync(Waiting.Bytes(601));
        await rig.Connection.ExpectBytesAsync(0, 601);
        await rig.Connection.SayAsync(new V4FlowMessage("s", 1, 601, 1_000, 20) { PlayedMs = 5 });
        await rig.Client.PingedAsync(rig.Connection);

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        (await session.Completion.Within())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = SessionEndReason.Lost,
                    BytesReceived = 601L,
                    Played = TimeSpan.FromMilliseconds(5),
                    Restarts = 0,
                }
            );
    }

    [Fact]
    public async Task A_paused_session_is_paused_again()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await rig.StartAsync();
        Task pausing = session.PauseAsync();
        V4PauseSession pause = await rig.Connection.ExpectAsync<V4PauseSession>();
        await rig.Connection.SayAsync(new V4SessionChanged("s", Paused: true, 1) { RequestId = pause.RequestId });
        await pausing.Within();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        await second.ExpectAsync<V4StartSession>();
        (await second.ExpectAsync<V4PauseSession>()).SessionId.Should().Be("s-2");
    }

    [Fact]
    public async Task A_session_that_was_cancelled_is_not_begun_again()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await rig.StartAsync();
        Task<PlaybackResult> cancelling = session.CancelAsync();
        await rig.Connection.ExpectAsync<V4CancelSession>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        (await cancelling.Within()).Reason.Should().Be(SessionEndReason.Cancelled);
    }

    [Fact]
    public async Task Commands_to_a_lost_session_fail()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        Task volume = session.SetVolumeAsync(0.5);
        await rig.Connection.ExpectAsync<V4SetVolume>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));

        (await FluentActions.Awaiting(() => volume.Within()).Should().ThrowAsync<AudioSessionException>())
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.SessionLost);
    }

    /// <summary>Session "s", whose handle is 1 and whose stream says its format.</summary>
    private static async Task<PlaybackSession> StartAutoAsync(ClientRig rig)
    {
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(new AudioSessionOptions { SessionId = "s" });
        await rig.Connection.StartAsync(handle: 1, limit: 1_000);
        return await starting.Within();
    }

    private static async Task<ConnectionChange> NextAsync(IAsyncEnumerator<ConnectionChange> changes)
    {
        (await changes.MoveNextAsync().AsTask().Within()).Should().BeTrue();
        return changes.Current;
    }
}
