using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>Places of the stream that the user is told of, once each, over cuts and restarts of the daemon.</summary>
public sealed class SessionMarkTests
{
    [Fact]
    public async Task It_is_asked_for_where_the_next_write_begins_or_where_it_is_wanted_and_told_when_it_is_heard()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        List<SessionEvent> events = Events(session);
        await session.WriteAsync(Waiting.Bytes(100));
        await rig.Connection.ExpectBytesAsync(0, 100);

        await SetAsync(
            rig.Connection,
            session.MarkAsync("here"),
            new V4Mark
            {
                SessionId = "s",
                Offset = 100,
                Name = "here",
            }
        );
        await SetAsync(
            rig.Connection,
            session.MarkAsync("there", 4_000),
            new V4Mark
            {
                SessionId = "s",
                Offset = 4_000,
                Name = "there",
            }
        );
        await rig.Connection.SayAsync(new V4MarkHeard("s", 100, "here", 0));
        await rig.Connection.SayAsync(new V4MarkHeard("s", 100, "here", 0)); // as it may be after a cut
        await rig.Connection.SayAsync(new V4MarkHeard("s", 4_000, "there", 0));
        await EndAsync(rig.Connection, session);

        events
            .OfType<SessionMarkHeard>()
            .Should()
            .Equal(new SessionMarkHeard("s", "here", 100), new SessionMarkHeard("s", "there", 4_000));
    }

    [Fact]
    public async Task One_that_was_set_twice_is_told_twice()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        List<SessionEvent> events = Events(session);

        for (int i = 0; i < 2; i++)
        {
            await SetAsync(
                rig.Connection,
                session.MarkAsync("m", 8),
                new V4Mark
                {
                    SessionId = "s",
                    Offset = 8,
                    Name = "m",
                }
            );
        }

        for (int i = 0; i < 2; i++)
            await rig.Connection.SayAsync(new V4MarkHeard("s", 8, "m", 0));
        await EndAsync(rig.Connection, session);

        events.OfType<SessionMarkHeard>().Should().HaveCount(2);
    }

    [Fact]
    public async Task One_that_is_refused_fails_and_is_forgotten()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        List<SessionEvent> events = Events(session);

        Task marking = session.MarkAsync("m", 0);
        V4Mark mark = await rig.Connection.ExpectAsync<V4Mark>();
        await rig.Connection.SayAsync(mark.Refuse(V4ErrorCodes.TooManyMarks));
        (await FluentActions.Awaiting(() => marking.Within()).Should().ThrowAsync<AudioRequestException>())
            .Which.Code.Should()
            .Be(V4ErrorCodes.TooManyMarks);
        await EndAsync(rig.Connection, session, frames: 100);

        events.OfType<SessionMarkHeard>().Should().BeEmpty();
        await FluentActions
            .Awaiting(() => session.MarkAsync("late").Within())
            .Should()
            .ThrowAsync<AudioSessionException>();
    }

    [Fact]
    public async Task What_was_heard_while_the_connection_was_cut_is_told_when_it_is_back()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        IAsyncEnumerable<SessionEvent> said = session.ReadEventsAsync();
        await session.WriteAsync(Waiting.Bytes(1_000));
        await rig.Connection.ExpectBytesAsync(0, 1_000);
        foreach (long offset in (long[])[600, 101, 200, 900, 1_000])
        {
            await SetAsync(
                rig.Connection,
                session.MarkAsync($"m{offset}", offset),
                new V4Mark
                {
                    SessionId = "s",
                    Offset = offset,
                    Name = $"m{offset}",
                }
            );
        }

        Task unanswered = session.MarkAsync("unanswered", 150);
        await rig.Connection.ExpectAsync<V4Mark>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Answer([FakeConnection.Status("s", handle: 7, received: 1_000, played: 200)]));
        await SetAsync(
            second,
            unanswered,
            new V4Mark
            {
                SessionId = "s",
                Offset = 150,
                Name = "unanswered",
            }
        );
        await second.SayAsync(new V4MarkHeard("s", 150, "unanswered", 0));
        await second.SayAsync(new V4MarkHeard("s", 200, "m200", 0));
        // m600 was heard in between, when nobody could say so
        await second.FlowAsync(7, received: 1_000, limit: 1_000_000, played: 700);
        Task<PlaybackResult> completing = session.CompleteAsync();
        (await second.ExpectFrameAsync()).IsEnd.Should().BeTrue();

        second.Cut();
        (FakeConnection third, resume) = await rig.ComeBackAsync("T3", "T2");
        await third.SayAsync(resume.Answer(ended: [FakeConnection.Ended("s", frames: 500, bytes: 1_000)]));
        (await completing.Within()).Reason.Should().Be(SessionEndReason.Completed);

        var events = new List<SessionEvent>();
        await foreach (SessionEvent e in said)
            events.Add(e);
        events
            .OfType<SessionMarkHeard>()
            .Select(mark => mark.Name)
            .Should()
            .Equal("m101", "unanswered", "m200", "m600", "m900", "m1000");
        events[^1].Should().BeOfType<SessionEnded>();
    }

    [Fact]
    public async Task What_a_cancel_is_in_front_of_is_never_told()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();
        List<SessionEvent> events = Events(session);
        await SetAsync(
            rig.Connection,
            session.MarkAsync("m", 200),
            new V4Mark
            {
                SessionId = "s",
                Offset = 200,
                Name = "m",
            }
        );

        await rig.Connection.SayEndedAsync("s", V4EndReasons.Cancelled, frames: 100, bytes: 1_000);
        await session.Completion.Within();

        events.OfType<SessionMarkHeard>().Should().BeEmpty();
    }

    [Fact]
    public async Task Where_the_session_is_begun_again_those_that_were_not_heard_are_set_again_where_they_are_now()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync(o => o.ResendUnplayed = true);
        PlaybackSession session = await rig.StartAsync(options: new AudioSessionOptions { Effects = "speed:1.5" });
        List<SessionEvent> events = Events(session);
        await session.WriteAsync(Waiting.Bytes(600));
        await rig.Connection.ExpectBytesAsync(0, 600);
        await rig.Connection.FlowAsync(1, received: 600, limit: 1_000_000, played: 50);
        foreach (long offset in (long[])[100, 150, 401])
        {
            await SetAsync(
                rig.Connection,
                session.MarkAsync($"m{offset}", offset),
                new V4Mark
                {
                    SessionId = "s",
                    Offset = offset,
                    Name = $"m{offset}",
                }
            );
        }

        await rig.Connection.SayAsync(new V4MarkHeard("s", 100, "m100", 0));
        await rig.Connection.FlowAsync(1, received: 600, limit: 1_000_000, played: 200); // its word about m150 was lost
        await SetAsync(
            rig.Connection,
            session.MarkAsync("m600"),
            new V4Mark
            {
                SessionId = "s",
                Offset = 600,
                Name = "m600",
            }
        );
        Task unanswered = session.MarkAsync("unanswered", 120);
        await rig.Connection.ExpectAsync<V4Mark>();

        rig.Connection.Cut();
        (FakeConnection second, V4Resume resume) = await rig.ComeBackAsync("T2");
        await second.SayAsync(resume.Refuse(V4ErrorCodes.InvalidToken));
        V4StartSession start = await second.ExpectAsync<V4StartSession>();
        (start.SessionId, start.Effects).Should().Be(("s-2", "speed:1.5"));
        foreach ((long offset, string name) in ((long, string)[])[(201, "m401"), (400, "m600")])
        {
            await AnswerAsync(
                second,
                new V4Mark
                {
                    SessionId = "s-2",
                    Offset = offset,
                    Name = name,
                }
            );
        }

        await SetAsync(
            second,
            unanswered,
            new V4Mark
            {
                SessionId = "s-2",
                Offset = 0,
                Name = "unanswered",
            }
        );
        await second.SayStartedAsync(start, handle: 5);
        await second.ExpectBytesAsync(0, 400);
        foreach ((long offset, string name) in ((long, string)[])[(0, "unanswered"), (201, "m401"), (400, "m600")])
            await second.SayAsync(new V4MarkHeard("s-2", offset, name, 0));
        await second.SayEndedAsync("s-2", frames: 200, bytes: 400);
        await session.Completion.Within();

        events
            .OfType<SessionMarkHeard>()
            .Should()
            .Equal(
                new SessionMarkHeard("s", "m100", 100),
                new SessionMarkHeard("s", "m150", 150),
                new SessionMarkHeard("s-2", "unanswered", 120),
                new SessionMarkHeard("s-2", "m401", 401),
                new SessionMarkHeard("s-2", "m600", 600)
            );
    }

    [Theory]
    [InlineData("", 0L, "A mark's name has 1 to 256 characters.*")]
    [InlineData("m", -1L, "A mark's offset is 0 or more.*")]
    public async Task One_that_cannot_be_is_refused_before_anything_is_said(string name, long offset, string message)
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        PlaybackSession session = await rig.StartAsync();

        await FluentActions
            .Awaiting(() => session.MarkAsync(name, offset))
            .Should()
            .ThrowAsync<ArgumentException>()
            .WithMessage(message);
    }

    [Fact]
    public async Task Effects_are_said_as_they_are_and_too_long_a_chain_is_not_said_at_all()
    {
        await using ClientRig rig = await ClientRig.ConnectAsync();
        foreach (string? effects in (string?[])[null, "", "gain:-6"])
        {
            Task<PlaybackSession> starting = rig.Client.StartSessionAsync(
                ClientRig.Format,
                new AudioSessionOptions { Effects = effects }
            );
            (await rig.Connection.StartAsync()).Effects.Should().Be(effects);
            (await starting.Within()).Effects.Should().Be(effects);
        }

        Func<Task> start = () =>
            rig.Client.StartSessionAsync(
                ClientRig.Format,
                new AudioSessionOptions { Effects = new string(',', 1_025) }
            );
        await start
            .Should()
            .ThrowAsync<ArgumentException>()
            .WithMessage("A chain of effects has at most 1024 characters.*");
    }

    private static List<SessionEvent> Events(PlaybackSession session)
    {
        var events = new List<SessionEvent>();
        session.Events.Subscribe(new Collector<SessionEvent>(events));
        return events;
    }

    /// <summary>The daemon takes the mark that was asked for.</summary>
    private static async Task SetAsync(FakeConnection connection, Task marking, V4Mark expected)
    {
        await AnswerAsync(connection, expected);
        await marking.Within();
    }

    private static async Task AnswerAsync(FakeConnection connection, V4Mark expected)
    {
        V4Mark mark = await connection.ExpectAsync<V4Mark>();
        (mark with { RequestId = null }).Should().Be(expected);
        await connection.SayAsync(new V4MarkSet(mark.SessionId, mark.Offset, mark.Name) { RequestId = mark.RequestId });
    }

    private static async Task EndAsync(FakeConnection connection, PlaybackSession session, long frames = 0)
    {
        await connection.SayEndedAsync("s", frames: frames);
        await session.Completion.Within();
    }
}
