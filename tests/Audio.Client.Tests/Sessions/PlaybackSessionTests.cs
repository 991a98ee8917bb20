using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>A session on a connection that holds.</summary>
public sealed class PlaybackSessionTests
{
    [Fact]
    public async Task The_example_says_exactly_what_version_4_says()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(AudioFormat.Pcm16(24_000, channels: 1));
        V4StartSession start = await rig.Connection.StartAsync(handle: 7);
        await using PlaybackSession session = await starting.Within();
        await session.WriteAsync(Waiting.Bytes(960));
        Frame frame = await rig.Connection.ExpectFrameAsync();
        Task<PlaybackResult> completing = session.CompleteAsync();
        Frame end = await rig.Connection.ExpectFrameAsync();
        await rig.Connection.SayEndedAsync(start.SessionId!, frames: 480, bytes: 960, underruns: 2, ttfaMs: 1.5);
        PlaybackResult result = await completing.Within();

        start.AudioFormat.Should().Be(new V4AudioFormat("pcm", 24_000, 1, "pcm_s16le"));
        start.SessionId.Should().MatchRegex("^[A-Za-z0-9]{16}$").And.Be(session.SessionId);
        frame.Should().BeEquivalentTo(new Frame(7, 0, IsEnd: false, Waiting.Bytes(960)));
        end.Should().BeEquivalentTo(new Frame(7, 960, IsEnd: true, []));
        result
            .Should()
            .Be(
                new PlaybackResult
                {
                    SessionId = session.SessionId,
                    Reason = SessionEndReason.Completed,
                    ReasonText = "completed",
                    SampleRate = 24_000,
                    FramesPlayed = 480,
                    FramesReceived = 480,
                    BytesReceived = 960,
                    Underruns = 2,
                    TimeToFirstAudio = TimeSpan.FromMilliseconds(1.5),
                    Played = TimeSpan.FromMilliseconds(20),
                    Restarts = 0,
                }
            );
    }

    [Fact]
    public async Task Commands_are_answered_one_by_one()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task volume = session.SetVolumeAsync(0.25);
        Task pause = session.PauseAsync();
        V4SetVolume set = await rig.Connection.ExpectAsync<V4SetVolume>();
        V4PauseSession paused = await rig.Connection.ExpectAsync<V4PauseSession>();
        (set.SessionId, set.Volume).Should().Be(("s", 0.25));
        await rig.Connection.SayAsync(new V4SessionChanged("s", Paused: true, 0.25) { RequestId = paused.RequestId });
        await pause.Within();
        volume.IsCompleted.Should().BeFalse("its own answer has not come");
        await rig.Connection.SayAsync(new V4SessionChanged("s", Paused: true, 0.25) { RequestId = set.RequestId });
        await volume.Within();

        Task resume = session.ResumeAsync();
        V4ResumeSession resumed = await rig.Connection.ExpectAsync<V4ResumeSession>();
        await rig.Connection.SayAsync(resumed.Refuse(V4ErrorCodes.SessionNotFound, "It has ended"));
        (await FluentActions.Awaiting(() => resume.Within()).Should().ThrowAsync<AudioRequestException>())
            .Which.Should()
            .BeEquivalentTo(
                new
                {
                    Kind = AudioDaemonErrorKind.SessionEnded,
                    Code = "session_not_found",
                    IsRetryable = false,
                    Message = "It has ended",
                }
            );
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_asks_the_daemon_nothing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        var cancelled = new CancellationToken(canceled: true);

        foreach (
            Func<Task> call in (Func<Task>[])
                [
                    () => session.PauseAsync(cancelled),
                    () => session.ResumeAsync(cancelled),
                    () => session.SetVolumeAsync(0.5, cancelled),
                    () => session.MarkAsync("m", 0, cancelled),
                    () =>
                        session.WriteAllAsync(AsyncEnumerable.Repeat<ReadOnlyMemory<byte>>(new byte[2], 1), cancelled),
                    () => rig.Client.StartSessionAsync(ClientRig.Format, cancellationToken: cancelled),
                    () => rig.Client.PlayAsync(ClientRig.Format, new byte[2], cancellationToken: cancelled),
                    () => rig.Client.PingAsync(cancelled),
                    () => rig.Client.GetStatusAsync(cancelled),
                    () => rig.Client.CheckHealthAsync(cancelled),
                    () => rig.Client.Buses.ListAsync(cancelled),
                    () => rig.Client.ExplainAsync(cancellationToken: cancelled),
                ]
        )
        {
            await FluentActions.Awaiting(() => call().Within()).Should().ThrowAsync<OperationCanceledException>();
        }

        Task<TimeSpan> ping = rig.Client.PingAsync();
        V4Ping next = await rig.Connection.ExpectAsync<V4Ping>(); // nothing came before it
        await rig.Connection.SayAsync(new V4Pong(0) { RequestId = next.RequestId });
        await ping.Within();
        (session.BytesWritten, rig.Client.State).Should().Be((0, ConnectionState.Connected));
    }

    [Fact]
    public async Task An_answer_that_is_none_is_an_error_that_says_so()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task<DaemonStatus> asking = rig.Client.GetStatusAsync();
        await rig.Connection.SayAsync(
            new V4Pong(0) { RequestId = (await rig.Connection.ExpectAsync<V4GetStatus>()).RequestId }
        );
        Task pausing = session.PauseAsync();
        await rig.Connection.SayAsync(
            new V4Pong(0) { RequestId = (await rig.Connection.ExpectAsync<V4PauseSession>()).RequestId }
        );
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(ClientRig.Format);
        await rig.Connection.SayAsync(
            new V4Pong(0) { RequestId = (await rig.Connection.ExpectAsync<V4StartSession>()).RequestId }
        );

        foreach (Task task in (Task[])[asking, pausing, starting])
        {
            (await FluentActions.Awaiting(() => task.Within()).Should().ThrowAsync<AudioConnectionException>())
                .Which.Should()
                .BeEquivalentTo(new { Kind = AudioDaemonErrorKind.ProtocolViolation, IsRetryable = false });
        }
    }

    [Fact]
    public async Task A_format_that_cannot_be_is_the_programs_mistake()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        foreach (
            AudioFormat format in (AudioFormat[])
                [
                    default,
                    AudioFormat.Pcm16(0),
                    AudioFormat.Pcm16(8_000, 9),
                    new AudioFormat((SampleEncoding)99, 8_000, 1),
                ]
        )
        {
            await FluentActions
                .Awaiting(() => rig.Client.StartSessionAsync(format))
                .Should()
                .ThrowAsync<ArgumentException>()
                .WithMessage("*1 to 8 channels*");
        }
    }
}
