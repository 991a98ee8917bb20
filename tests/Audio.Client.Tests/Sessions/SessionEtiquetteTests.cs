using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>How a session says how it meets others, and what it is told of it.</summary>
public sealed class SessionEtiquetteTests
{
    private static readonly SessionEtiquette Interrupting = new()
    {
        Priority = SessionPriority.Alert,
        Channel = "kitchen",
        Overlap = ChannelOverlap.Replace,
        ResumeInterrupted = true,
        ExpiresAfter = TimeSpan.FromSeconds(5),
    };

    [Fact]
    public async Task The_daemon_is_told_all_of_it_also_when_the_session_is_begun_again()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
            ClientRig.Format,
            new AudioSessionOptions
            {
                SessionId = "s",
                ResendUnplayed = true,
                Etiquette = Interrupting,
                Jitter = SessionJitter.None,
            }
        );
        V4StartSession start = await rig.Connection.StartAsync();
        PlaybackSession session = await starting.Within();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));
        V4StartSession again = await second.ExpectAsync<V4StartSession>();

        start.ToEtiquette().Should().Be(Interrupting).And.Be(session.Etiquette);
        again.SessionId.Should().Be("s-2");
        again.ToEtiquette().Should().Be(Interrupting);
        (start.ToJitter(), again.ToJitter()).Should().Be((SessionJitter.None, SessionJitter.None));
    }

    [Fact]
    public async Task That_it_waits_is_an_event_and_a_property_until_it_plays()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        session.Queued.Should().BeNull();
        await using IAsyncEnumerator<SessionEvent> events = session.ReadEventsAsync().GetAsyncEnumerator();

        await rig.Connection.SayAsync(new V4SessionQueued("s", "kitchen", 2, 0));
        (await NextAsync(events)).Should().Be(new SessionQueued("s", "kitchen", 2, InterruptedBy: null));
        session.Queued.Should().Be(new SessionQueued("s", "kitchen", 2, InterruptedBy: null));
        await rig.Connection.SayAsync(new V4Playing("s", 1, 1, 1, 0));
        (await NextAsync(events)).Should().BeOfType<SessionPlaying>();
        session.Queued.Should().BeNull();
        await rig.Connection.SayAsync(new V4SessionQueued("s", "kitchen", 1, 0, "other"));
        (await NextAsync(events)).Should().Be(new SessionQueued("s", "kitchen", 1, "other"));
        await rig.Connection.SayAsync(new V4PlaybackResumed("s", 0));
        (await NextAsync(events)).Should().BeOfType<SessionPlaybackResumed>();
        session.Queued.Should().BeNull();
    }

    [Theory]
    [
        InlineData("dropped", SessionEndReason.Dropped),
        InlineData("expired", SessionEndReason.Expired),
        InlineData("replaced", SessionEndReason.Replaced)
    ]
    public async Task Its_end_says_what_became_of_it(string reason, SessionEndReason expected)
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await rig.Connection.SayAsync(new V4SessionQueued("s", "kitchen", 2, 0));
        await rig.Connection.SayEndedAsync("s", reason);

        (await session.Completion.Within())
            .Should()
            .BeEquivalentTo(
                new
                {
                    Reason = expected,
                    ReasonText = reason,
                    FramesPlayed = 0L,
                }
            );
        session.Queued.Should().BeNull();
    }

    [Fact]
    public async Task One_that_cannot_be_kept_is_refused_before_anything_is_said()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();

        Func<Task> start = () =>
            rig.Client.StartSessionAsync(
                ClientRig.Format,
                new AudioSessionOptions { Etiquette = new() { Overlap = ChannelOverlap.Queue } }
            );

        await start
            .Should()
            .ThrowAsync<ArgumentException>()
            .WithMessage("This etiquette cannot be kept: overlap queue needs a channel.*");
    }

    private static async Task<SessionEvent> NextAsync(IAsyncEnumerator<SessionEvent> events)
    {
        (await events.MoveNextAsync().AsTask().Within()).Should().BeTrue();
        return events.Current;
    }
}
