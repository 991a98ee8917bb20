using System.IO.Pipelines;
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
                    Reason = PlaybackEndReason.Completed,
                    ReasonText = "completed",
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
    public async Task Writing_waits_at_the_limit_and_goes_on_with_flow()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 100);

        Task writing = session.WriteAsync(Waiting.Bytes(250)).AsTask();
        byte[] first = await rig.Connection.ExpectBytesAsync(0, 100);
        writing.IsCompleted.Should().BeFalse();
        await rig.Connection.FlowAsync(1, received: 100, limit: 201, played: 0);
        byte[] second = await rig.Connection.ExpectBytesAsync(100, 100);
        writing.IsCompleted.Should().BeFalse("the limit ends in the middle of a frame, and frames are not cut");
        await rig.Connection.FlowAsync(1, received: 200, limit: 400, played: 100);
        byte[] third = await rig.Connection.ExpectBytesAsync(200, 50);
        await writing.Within();

        first.Concat(second).Concat(third).Should().Equal(Waiting.Bytes(250));
        (session.BytesWritten, session.BytesReceived, session.BytesPlayed).Should().Be((250, 200, 100));
    }

    [Fact]
    public async Task A_big_write_goes_in_frames_of_up_to_64_KiB()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await session.WriteAsync(Waiting.Bytes(150_000));

        Frame[] frames =
        [
            await rig.Connection.ExpectFrameAsync(),
            await rig.Connection.ExpectFrameAsync(),
            await rig.Connection.ExpectFrameAsync(),
        ];
        frames
            .Select(f => (f.Offset, f.Payload.Length))
            .Should()
            .Equal((0, 65_514), (65_514, 65_514), (131_028, 18_972));
        frames.SelectMany(f => f.Payload).Should().Equal(Waiting.Bytes(150_000));
    }

    [Fact]
    public async Task No_frame_is_longer_than_the_daemon_takes()
    {
        var daemon = new FakeDaemon();
        Task<AudioDaemonClient> connecting = AudioDaemonClient.ConnectAsync(daemon.Endpoint);
        FakeConnection connection = await daemon.AcceptAsync();
        await connection.WelcomeAsync("T1", maxMessageBytes: 1_024);
        await using AudioDaemonClient client = await connecting.Within();
        Task<PlaybackSession> starting = client.StartSessionAsync(AudioFormat.Float32(48_000, 2));
        await connection.StartAsync();
        PlaybackSession session = await starting.Within();

        await session.WriteAsync(Waiting.Bytes(3_000));

        (await connection.ExpectFrameAsync()).Payload.Should().HaveCount(1_008);
        (await connection.ExpectFrameAsync()).Payload.Should().HaveCount(1_008);
        (await connection.ExpectFrameAsync()).Payload.Should().HaveCount(984);
    }

    [Fact]
    public async Task A_write_that_is_cancelled_has_given_whole_frames_or_none()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 101);
        using var cancel = new CancellationTokenSource();

        Task writing = session.WriteAsync(Waiting.Bytes(250), cancel.Token).AsTask();
        await rig.Connection.ExpectBytesAsync(0, 100);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<OperationCanceledException>();
        session.BytesWritten.Should().Be(100);
        await rig.Connection.FlowAsync(1, 100, 1_000, 0);
        await session.WriteAsync(Waiting.Bytes(150, from: 100));
        (await rig.Connection.ExpectBytesAsync(100, 150)).Should().Equal(Waiting.Bytes(250)[100..]);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_gives_nothing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await FluentActions
            .Awaiting(() => session.WriteAsync(new byte[10], new CancellationToken(canceled: true)).AsTask())
            .Should()
            .ThrowAsync<OperationCanceledException>();

        session.BytesWritten.Should().Be(0);
    }

    [Fact]
    public async Task One_write_at_a_time()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[10]).AsTask();

        await FluentActions
            .Awaiting(() => session.WriteAsync(new byte[10]).AsTask())
            .Should()
            .ThrowAsync<InvalidOperationException>();

        await rig.Connection.FlowAsync(1, 0, 100, 0);
        await writing.Within();
    }

    [Fact]
    public async Task The_end_of_the_stream_rides_on_the_last_frame_that_waits()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 100);
        Task writing = session.WriteAsync(Waiting.Bytes(120)).AsTask();
        await rig.Connection.ExpectBytesAsync(0, 100);
        await rig.Connection.FlowAsync(1, 100, 120, 0);
        await writing.Within();
        Task<PlaybackResult> completing = session.CompleteAsync();

        Frame last = await rig.Connection.ExpectFrameAsync();
        if (!last.IsEnd)
            last = await rig.Connection.ExpectFrameAsync(); // it was sent before the end was known

        (last.IsEnd, last.Offset + last.Payload.Length).Should().Be((true, 120));
        await rig.Connection.SayEndedAsync("s");
        await completing.Within();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Empty_sessions_and_half_samples_end_well(int bytes)
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        await session.WriteAsync(Waiting.Bytes(bytes));
        if (bytes > 0)
            (await rig.Connection.ExpectFrameAsync()).Payload.Should().HaveCount(bytes);
        Task<PlaybackResult> completing = session.CompleteAsync();

        Frame end = await rig.Connection.ExpectFrameAsync();
        await rig.Connection.SayEndedAsync("s", frames: bytes / 2, bytes: bytes);

        end.Should().BeEquivalentTo(new Frame(1, bytes, IsEnd: true, []));
        (await completing.Within()).FramesPlayed.Should().Be(bytes / 2);
    }

    [Fact]
    public async Task Sessions_take_turns()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession first = await rig.StartAsync(limit: 0);
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions { SessionId = "t" }
        );
        await rig.Connection.StartAsync(handle: 2);
        PlaybackSession second = await starting.Within();

        Task held = first.WriteAsync(Waiting.Bytes(10)).AsTask();
        await second.WriteAsync(Waiting.Bytes(20));

        (await rig.Connection.ExpectFrameAsync()).Handle.Should().Be(2, "the other waits for room");
        await rig.Connection.FlowAsync(1, 0, 10, 0);
        (await rig.Connection.ExpectFrameAsync()).Handle.Should().Be(1);
        await held.Within();
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
    public async Task Cancel_ends_with_the_daemons_word()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task<PlaybackResult> cancelling = session.CancelAsync();
        V4CancelSession cancel = await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Connection.SayAsync(
            new V4SessionStopped("client_1", "s", 0, new V4Stats(0, 0, null, 0)) { RequestId = cancel.RequestId }
        );
        cancelling.IsCompleted.Should().BeFalse();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);

        (await cancelling.Within()).Reason.Should().Be(PlaybackEndReason.Cancelled);
        (await session.CancelAsync().Within()).Reason.Should().Be(PlaybackEndReason.Cancelled, "again is no error");
        (
            await FluentActions
                .Awaiting(() => session.WriteAsync(new byte[2]).AsTask())
                .Should()
                .ThrowAsync<AudioSessionException>()
        )
            .Which.Should()
            .BeEquivalentTo(
                new { Kind = AudioDaemonErrorKind.SessionEnded, Result = new { ReasonText = "cancelled" } }
            );
        await FluentActions.Awaiting(() => session.PauseAsync()).Should().ThrowAsync<AudioSessionException>();
    }

    [Fact]
    public async Task An_end_frees_a_write_that_waits()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[10]).AsTask();

        await rig.Connection.SayEndedAsync("s", V4EndReasons.Failed, error: "It cannot be played.");

        (await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<AudioSessionException>())
            .Which.Result!.Error.Should()
            .Be("It cannot be played.");
        (await session.Completion.Within()).Reason.Should().Be(PlaybackEndReason.Failed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_write_after_the_streams_end_is_refused_however_long_it_is(int bytes)
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        Task<PlaybackResult> completing = session.CompleteAsync();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        (
            await FluentActions
                .Awaiting(() => session.WriteAsync(new byte[bytes]).AsTask())
                .Should()
                .ThrowAsync<AudioSessionException>()
                .WithMessage("*has been ended*")
        )
            .Which.Kind.Should()
            .Be(AudioDaemonErrorKind.SessionEnded);

        session.BytesWritten.Should().Be(0);
        await rig.Connection.SayEndedAsync("s");
        (await completing.Within()).Reason.Should().Be(PlaybackEndReason.Completed);
    }

    [Fact]
    public async Task What_is_written_to_a_session_that_is_cancelled_is_refused_at_once_and_not_lost()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 10);
        Task writing = session.WriteAsync(new byte[20]).AsTask();

        Task<PlaybackResult> cancelling = session.CancelAsync();

        await FluentActions
            .Awaiting(() => writing.Within())
            .Should()
            .ThrowAsync<AudioSessionException>()
            .WithMessage("*is cancelled*");
        await FluentActions
            .Awaiting(() => session.WriteAsync(new byte[2]).AsTask())
            .Should()
            .ThrowAsync<AudioSessionException>()
            .WithMessage("*is cancelled*");
        cancelling.IsCompleted.Should().BeFalse("the daemon has not answered");
        session.EndStream(); // is no error, and says nothing
        await rig.Connection.ExpectBytesAsync(0, 10);
        await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);
        (await cancelling.Within()).Reason.Should().Be(PlaybackEndReason.Cancelled);
        await session.DisposeAsync();
        await session.DisposeAsync(); // again is no error
    }

    [Fact]
    public async Task Disposing_twice_cancels_once()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task first = session.DisposeAsync().AsTask();
        await rig.Connection.ExpectAsync<V4CancelSession>();
        Task second = session.DisposeAsync().AsTask();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);
        await first.Within();
        await second.Within();

        Task<TimeSpan> ping = rig.Client.PingAsync();
        V4Ping next = await rig.Connection.ExpectAsync<V4Ping>(); // no second cancel came before it
        await rig.Connection.SayAsync(new V4Pong(0) { RequestId = next.RequestId });
        await ping.Within();
        await FluentActions
            .Awaiting(() => session.WriteAsync(new byte[2]).AsTask())
            .Should()
            .ThrowAsync<AudioSessionException>();
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
                    AudioFormat.Pcm16(8_000, 3),
                    new AudioFormat((SampleEncoding)99, 8_000, 1),
                ]
        )
            await FluentActions
                .Awaiting(() => rig.Client.StartSessionAsync(format))
                .Should()
                .ThrowAsync<ArgumentException>()
                .WithMessage("*1, 2 or 6 channels*");
    }

    [Fact]
    public async Task The_streams_end_frees_a_write_that_waits()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[10]).AsTask();

        session.EndStream();

        await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<AudioSessionException>();
    }

    [Fact]
    public async Task A_reason_of_a_later_version_is_told_as_it_is()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await rig.Connection.SayEndedAsync("s", "evaporated");

        PlaybackResult result = await session.Completion.Within();
        (result.Reason, result.ReasonText).Should().Be((PlaybackEndReason.Other, "evaporated"));
    }

    [Fact]
    public async Task Disposing_a_session_that_was_not_completed_cancels_it()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task disposing = session.DisposeAsync().AsTask();
        await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);

        await disposing.Within();
    }

    [Fact]
    public async Task Disposing_waits_2_s_for_a_daemon_that_says_nothing()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task disposing = session.DisposeAsync().AsTask();
        await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(2));
        disposing.IsCompleted.Should().BeFalse();
        rig.Clock.Advance(TimeSpan.FromSeconds(2));

        await disposing.Within();
    }

    [Fact]
    public async Task Disposing_a_session_whose_stream_has_ended_lets_it_play()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        session.EndStream();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        await session.DisposeAsync();
        await rig.Connection.SayEndedAsync("s");

        (await session.Completion.Within()).Reason.Should().Be(PlaybackEndReason.Completed);
    }

    [Fact]
    public async Task As_a_stream()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await using (Stream stream = session.AsStream())
        {
            await new MemoryStream(Waiting.Bytes(300)).CopyToAsync(stream);
            stream.Write(Waiting.Bytes(100, from: 300));
        }

        (await rig.Connection.ExpectBytesAsync(0, 400)).Should().Equal(Waiting.Bytes(400));
        (await rig.Connection.ExpectFrameAsync()).Should().BeEquivalentTo(new Frame(1, 400, IsEnd: true, []));
    }

    [Fact]
    public async Task As_a_pipe_writer()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        PipeWriter writer = session.AsPipeWriter();
        Waiting.Bytes(300).CopyTo(writer.GetMemory(300));
        writer.Advance(300);
        await writer.FlushAsync();
        await writer.WriteAsync(Waiting.Bytes(100, from: 300));
        await writer.CompleteAsync();

        (await rig.Connection.ExpectBytesAsync(0, 400)).Should().Equal(Waiting.Bytes(400));
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
    }

    [Fact]
    public async Task A_pipe_writer_that_ends_with_a_fault_cancels()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        Task completing = session.AsPipeWriter().CompleteAsync(new InvalidDataException()).AsTask();
        await rig.Connection.ExpectAsync<V4CancelSession>();
        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled);

        await completing.Within();
    }

    [Fact]
    public async Task What_a_producer_gives_is_played_as_it_comes()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        var next = new TaskCompletionSource();

        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            ClientRig.Format,
            Produce(),
            new AudioSessionOptions { SessionId = "s", Volume = 0.5 }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        start.Volume.Should().Be(0.5);
        (await rig.Connection.ExpectFrameAsync()).Payload.Should().Equal(Waiting.Bytes(100));
        next.SetResult();
        (await rig.Connection.ExpectFrameAsync()).Payload.Should().Equal(Waiting.Bytes(100, from: 100));
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();
        await rig.Connection.SayEndedAsync("s", frames: 100);

        (await playing.Within()).FramesPlayed.Should().Be(100);

        async IAsyncEnumerable<ReadOnlyMemory<byte>> Produce()
        {
            yield return Waiting.Bytes(100);
            await next.Task;
            yield return Waiting.Bytes(100, from: 100);
        }
    }

    [Fact]
    public async Task Cancelling_while_it_plays_is_silence_at_once()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        Task<PlaybackResult> playing = rig.Client.PlayAsync(
            ClientRig.Format,
            AsyncEnumerable.Empty<ReadOnlyMemory<byte>>(),
            new AudioSessionOptions { SessionId = "s" },
            cancel.Token
        );
        await rig.Connection.StartAsync();
        (await rig.Connection.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        await cancel.CancelAsync();

        await rig.Connection.ExpectAsync<V4CancelSession>();
        await FluentActions.Awaiting(() => playing.Within()).Should().ThrowAsync<OperationCanceledException>();
    }
}
