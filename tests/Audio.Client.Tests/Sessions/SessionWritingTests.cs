using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>What a write takes, and how it travels.</summary>
public sealed class SessionWritingTests
{
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
    public async Task An_end_frees_a_write_that_waits()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync(limit: 0);
        Task writing = session.WriteAsync(new byte[10]).AsTask();

        await rig.Connection.SayEndedAsync("s", V4EndReasons.Failed, error: "It cannot be played.");

        (await FluentActions.Awaiting(() => writing.Within()).Should().ThrowAsync<AudioSessionException>())
            .Which.Result!.Error.Should()
            .Be("It cannot be played.");
        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Failed);
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
        (await completing.Within()).Reason.Should().Be(SessionEndReason.Completed);
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
        (await cancelling.Within()).Reason.Should().Be(SessionEndReason.Cancelled);
        await session.DisposeAsync();
        await session.DisposeAsync(); // again is no error
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
}
