using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>How a session ends: by cancelling, by disposing, and by the daemon's word.</summary>
public sealed class SessionEndingTests
{
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

        (await cancelling.Within()).Reason.Should().Be(SessionEndReason.Cancelled);
        (await session.CancelAsync().Within()).Reason.Should().Be(SessionEndReason.Cancelled, "again is no error");
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
    public async Task A_reason_of_a_later_version_is_told_as_it_is()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await rig.Connection.SayEndedAsync("s", "evaporated");

        PlaybackResult result = await session.Completion.Within();
        (result.Reason, result.ReasonText).Should().Be((SessionEndReason.Other, "evaporated"));
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

        (await session.Completion.Within()).Reason.Should().Be(SessionEndReason.Completed);
    }
}
