using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Etiquette;

/// <summary>How many sessions a channel has, and how long it waits for a paused one: in virtual time.</summary>
public sealed class ChannelLimitTests
{
    private static readonly SessionEtiquette Queue = new() { Channel = "c", Overlap = ChannelOverlap.Queue };

    private readonly TestEngine _test = new();

    [Fact]
    public void A_channel_takes_128_sessions_and_the_next_is_refused_and_leaves_no_trace()
    {
        AudioSession[] open = [.. Enumerable.Range(0, 128).Select(_ => Open(Queue))];

        Refused(Queue with { ExpiresAfter = TimeSpan.FromMilliseconds(1) }, id: "one too many");
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _test.Engine.Sessions.Should().HaveCount(128).And.OnlyContain(session => open.Contains(session));
        Open(Queue with { Channel = "d" })
            .State.Should()
            .Be(SessionState.Opening, "other channels have their own room");
        Open(new SessionEtiquette()).State.Should().Be(SessionState.Opening);

        open[77].Cancel();
        Open(Queue, id: "one too many").State.Should().Be(SessionState.Queued, "its name is free");
        Refused(new SessionEtiquette { Channel = "c" }, id: null);
    }

    [Fact]
    public void On_a_full_channel_a_session_may_replace_others_or_be_dropped()
    {
        AudioSession[] open = [.. Enumerable.Range(0, 128).Select(_ => Open(Queue))];

        AudioSession dropped = Open(Queue with { Overlap = ChannelOverlap.Drop });
        Ended(dropped).Reason.Should().Be(SessionEndReason.Dropped);
        Refused(Queue with { Overlap = ChannelOverlap.Replace, ResumeInterrupted = true }, id: null);
        open.Should().OnlyContain(static session => session.State != SessionState.Ended);
        open[0].State.Should().Be(SessionState.Opening, "the one that was refused interrupted nobody");
        Open(Queue with { Overlap = ChannelOverlap.Replace }).State.Should().Be(SessionState.Opening);
        open.Should().OnlyContain(static session => Ended(session).Reason == SessionEndReason.Replaced);
    }

    [Fact]
    public async Task Everybody_behind_a_paused_session_plays_after_a_minute_and_it_keeps_what_it_has()
    {
        AudioSession paused = await Open(Queue, frames: 9_600);
        _test.Output.Render(240);
        var behind = new AudioSession[127];
        for (int i = 0; i < behind.Length; i++)
        {
            behind[i] = await Open(Queue, frames: 480);
            behind[i].Complete();
        }
        paused.Pause();
        _test.Output.Render(240);
        _test.Time.Advance(TimeSpan.FromSeconds(60));
        behind.Should().OnlyContain(static session => session.State == SessionState.Queued);

        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        behind[0].State.Should().Be(SessionState.Draining);
        for (int i = 0; i < behind.Length; i++)
        {
            behind.Count(static session => session.State == SessionState.Draining).Should().Be(1);
            PlayOut();
        }
        behind
            .Should()
            .OnlyContain(static session =>
                Ended(session).Reason == SessionEndReason.Completed && Ended(session).Statistics.FramesPlayed == 480
            );
        paused.Resume();
        paused.State.Should().Be(SessionState.Playing, "the channel is free");
        paused.Complete();
        PlayOut();
        Ended(paused).Statistics.FramesPlayed.Should().Be(9_600);
    }

    [Fact]
    public async Task A_paused_session_that_resumes_while_another_plays_waits_for_its_turn_and_is_the_next()
    {
        AudioSession paused = await Open(Queue, frames: 960);
        _test.Output.Render(240);
        paused.Pause();
        _test.Output.Render(240);
        _test.Time.Advance(TimeSpan.FromMinutes(2));
        AudioSession plays = await Open(Queue, frames: 480);
        plays.State.Should().Be(SessionState.Buffering, "the channel waits no more");
        AudioSession waits = await Open(Queue, frames: 480);
        var events = new List<SessionEventKind>();
        paused.Events.Subscribe(e => events.Add(e.Kind));

        paused.Resume();
        (paused.State, paused.Waiting).Should().Be((SessionState.Queued, new SessionWait(2)));
        plays.Complete();
        PlayOut();
        (paused.State, waits.State).Should().Be((SessionState.Playing, SessionState.Queued));
        events.Should().Equal(SessionEventKind.Queued, SessionEventKind.Resumed);
        paused.Complete();
        PlayOut();
        Ended(paused).Statistics.FramesPlayed.Should().Be(960);
        waits.State.Should().Be(SessionState.Buffering);
    }

    [Fact]
    public async Task A_pause_within_the_minute_keeps_the_place()
    {
        AudioSession paused = await Open(Queue, frames: 9_600);
        AudioSession waits = await Open(Queue, frames: 480);
        for (int i = 0; i < 5; i++)
        {
            paused.Pause();
            _test.Time.Advance(TimeSpan.FromSeconds(40));
            paused.Resume();
            _test.Time.Advance(TimeSpan.FromSeconds(40));
        }
        (paused.State, waits.State).Should().Be((SessionState.Playing, SessionState.Queued));
    }

    [Fact]
    public async Task Those_paused_in_the_queue_for_longer_are_passed_in_their_turn()
    {
        AudioSession first = await Open(Queue, frames: 480);
        AudioSession[] paused = [await Open(Queue, frames: 480), await Open(Queue, frames: 480)];
        AudioSession last = await Open(Queue, frames: 480);
        foreach (AudioSession session in paused)
            session.Pause();
        _test.Time.Advance(TimeSpan.FromMinutes(2));
        first.Complete();
        PlayOut();
        last.State.Should().Be(SessionState.Buffering);

        paused[1].Resume();
        paused[1].State.Should().Be(SessionState.Queued);
        last.Complete();
        PlayOut();
        paused[1].State.Should().Be(SessionState.Buffering);
        paused[0].Resume();
        paused[0].State.Should().Be(SessionState.Queued);
    }

    [Fact]
    public async Task A_session_that_mixes_resumes_beside_the_others()
    {
        AudioSession paused = await Open(Queue with { Overlap = ChannelOverlap.Mix }, frames: 480);
        AudioSession waits = await Open(Queue, frames: 480);
        paused.Pause();
        _test.Time.Advance(TimeSpan.FromMilliseconds(60_001));
        waits.State.Should().Be(SessionState.Buffering);
        paused.Resume();
        _test.Output.Render(240);
        (paused.State, waits.State).Should().Be((SessionState.Playing, SessionState.Playing));
    }

    [Theory]
    [InlineData(0.09, 128, "YieldAfter is between 100 ms and 24 h*")]
    [InlineData(86_401, 128, "YieldAfter is between 100 ms and 24 h*")]
    [InlineData(60, 0, "MaxSessionsPerChannel is between 1 and 100000*")]
    [InlineData(60, 100_001, "MaxSessionsPerChannel is between 1 and 100000*")]
    public void Limits_out_of_range_are_refused(double yieldSeconds, int max, string message) =>
        FluentActions
            .Invoking(() =>
                new TestEngine(options =>
                {
                    options.YieldAfter = TimeSpan.FromSeconds(yieldSeconds);
                    options.MaxSessionsPerChannel = max;
                })
            )
            .Should()
            .Throw<AudioException>()
            .WithMessage(message);

    private void Refused(SessionEtiquette etiquette, string? id) =>
        FluentActions
            .Invoking(() => Open(etiquette, id))
            .Should()
            .Throw<AudioException>()
            .WithMessage("128 sessions are on channel c, as many as are allowed; try again when one has ended.")
            .Which.Kind.Should()
            .Be(AudioErrorKind.TooManySessions);

    private AudioSession Open(SessionEtiquette etiquette, string? id = null) =>
        _test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, 1),
                Etiquette = etiquette,
                Id = id?.Replace(' ', '-'),
            }
        );

    private async Task<AudioSession> Open(SessionEtiquette etiquette, int frames)
    {
        AudioSession session = Open(etiquette);
        await session.WriteAsync(Pcm(Ramp(frames)));
        return session;
    }

    /// <summary>How it ended; it must have.</summary>
    private static SessionResult Ended(AudioSession session)
    {
        session.Completion.IsCompleted.Should().BeTrue();
        return session.Completion.Result;
    }

    /// <summary>Plays till nothing sounds, hears it, and lets those that are over end.</summary>
    private void PlayOut()
    {
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromMilliseconds(100));
    }
}
