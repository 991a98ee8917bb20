using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Etiquette;

/// <summary>
/// Who comes next, and what interrupted, stale, silent and vanished sessions do: in virtual time, to the sample.
/// </summary>
public sealed class ChannelTests
{
    private static readonly SessionEtiquette Queue = new() { Channel = "c", Overlap = ChannelOverlap.Queue };
    private static readonly SessionEtiquette Replace = new() { Channel = "c", Overlap = ChannelOverlap.Replace };
    private static readonly SessionEtiquette Interrupt = Replace with { ResumeInterrupted = true };
    private static readonly SessionEtiquette Mix = new() { Channel = "c" };

    private readonly TestEngine _test = new();

    [Fact]
    public async Task A_queue_is_played_by_priority_then_in_its_order_one_after_the_other()
    {
        AudioSession first = await Open(Queue, 480);
        AudioSession media = await Open(Queue with { Priority = SessionPriority.Media }, 480);
        AudioSession second = await Open(Queue, 480);
        AudioSession alert = await Open(Queue with { Priority = SessionPriority.Alert }, 480);
        AudioSession third = await Open(Queue, 480);
        AudioSession elsewhere = await Open(Queue with { Channel = "d" }, 480);
        elsewhere.State.Should().Be(SessionState.Buffering, "channels do not know each other");
        AudioSession[] waiting = [media, second, alert, third];
        waiting.Select(session => session.Waiting!.Position).Should().Equal(2, 2, 2, 4);

        var order = new List<AudioSession>();
        foreach (AudioSession session in waiting.Append(first))
        {
            session.Complete();
            session.Events.Subscribe(e => order.AddRange(e.Kind == SessionEventKind.Sounding ? [session] : []));
        }
        for (int i = 0; i < 5; i++)
            PlayOut();
        order.Should().Equal(first, alert, second, third, media);
        (await Task.WhenAll(order.Select(session => session.Completion)))
            .Should()
            .OnlyContain(static result =>
                result.Reason == SessionEndReason.Completed
                && result.Statistics.FramesPlayed == 480
                && result.Statistics.Underruns == 0
            );
        elsewhere.Complete();
        PlayOut();
        _test.Engine.ChannelCount.Should().Be(0);
        _test.Engine.BlocksRented.Should().Be(0);
    }

    [Fact]
    public async Task A_queued_session_counts_its_first_sound_from_when_it_may_begin()
    {
        AudioSession first = await Open(Queue, 480);
        AudioSession second = await Open(Queue, 480);
        second.Complete();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        first.Complete();
        PlayOut();
        second.State.Should().Be(SessionState.Draining);
        _test.Time.Advance(TimeSpan.FromMilliseconds(3));
        _test.Output.Render(240);
        second
            .Statistics.Ttfa.Should()
            .Be(new TimeToFirstAudio(null, TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(3)));
    }

    [Fact]
    public async Task An_interrupted_session_goes_on_at_the_sample_where_it_stopped()
    {
        AudioSession there = await Open(Mix with { Priority = SessionPriority.Speech }, 1_200);
        there.Complete();
        var events = new List<SessionEventKind>();
        there.Events.Subscribe(e => events.Add(e.Kind));
        _test.Output.Render(240);
        AudioSession comes = await Open(Interrupt, 480, first: 10_001);
        comes.Complete();
        _test.Output.Render(240);
        _test.Output.Render(240);
        PlayOut();
        Ended(comes).Reason.Should().Be(SessionEndReason.Completed);
        there.State.Should().Be(SessionState.Draining);
        PlayOut();

        events.Should().Equal(SessionEventKind.Sounding, SessionEventKind.Queued, SessionEventKind.Resumed);
        SessionResult result = Ended(there);
        (result.Reason, result.Statistics.FramesPlayed, result.Statistics.Underruns)
            .Should()
            .Be((SessionEndReason.Completed, 1_200L, 0));
        float[] heard = [.. _test.Output.Rendered.Where((_, i) => i % 2 == 0)];
        heard.Take(240).Should().Equal(Values(1, 240));
        heard
            .Skip(240)
            .Take(240)
            .Should()
            .Equal(
                Values(10_001, 240).Zip(Values(241, 240).Select((v, k) => v * Fade(1, 0, k)), static (a, b) => b + a),
                "it fades as the other begins"
            );
        heard.Skip(480).Take(240).Should().Equal(Values(10_241, 240));
        heard.Skip(720).Take(240).Should().Equal(Values(481, 240).Select(static (v, k) => v * Fade(0, 1, k)));
        heard.Skip(960).Take(480).Should().Equal(Values(721, 480));
    }

    [Fact]
    public async Task Interruptions_nest_and_those_interrupted_together_go_on_together()
    {
        AudioSession a1 = await Open(Mix with { Priority = SessionPriority.Media }, 9_600);
        AudioSession a2 = await Open(Mix, 9_600);
        _test.Output.Render(480);
        AudioSession b = await Open(Interrupt, 9_600);
        _test.Output.Render(480);
        AudioSession c = await Open(Interrupt, 9_600);
        _test.Output.Render(480);
        States(a1, a2, b, c)
            .Should()
            .Equal(SessionState.Queued, SessionState.Queued, SessionState.Queued, SessionState.Playing);
        (a1.Waiting, a2.Waiting, b.Waiting)
            .Should()
            .Be((new SessionWait(1, b.Id), new SessionWait(1, b.Id), new SessionWait(1, c.Id)));

        c.Cancel();
        PlayOut(480);
        States(a1, a2, b).Should().Equal(SessionState.Queued, SessionState.Queued, SessionState.Playing);
        b.Cancel();
        PlayOut(480);
        States(a1, a2).Should().Equal(SessionState.Playing, SessionState.Playing);
    }

    [Fact]
    public async Task An_interruptor_that_has_to_wait_itself_comes_before_those_it_interrupted()
    {
        AudioSession alert = await Open(Mix with { Priority = SessionPriority.Alert }, 480);
        AudioSession speech = await Open(Mix, 9_600);
        _test.Output.Render(240);
        AudioSession comes = await Open(Interrupt, 480);
        States(speech, comes).Should().Equal(SessionState.Queued, SessionState.Queued);
        alert.Complete();
        PlayOut();
        States(speech, comes).Should().Equal(SessionState.Queued, SessionState.Buffering);
        comes.Complete();
        PlayOut();
        speech.State.Should().Be(SessionState.Playing);
    }

    [Fact]
    public async Task Replacing_takes_those_that_wait_too()
    {
        AudioSession playing = await Open(Queue, 9_600);
        AudioSession waiting = await Open(Queue, 480);
        AudioSession higher = await Open(Queue with { Priority = SessionPriority.Alert }, 480);
        _test.Output.Render(480);
        AudioSession comes = await Open(Replace, 480);
        comes.Waiting.Should().Be(new SessionWait(2), "the alert was there before");
        PlayOut(480);
        Ended(playing).Reason.Should().Be(SessionEndReason.Replaced);
        Ended(waiting)
            .Should()
            .Match<SessionResult>(static result =>
                result.Reason == SessionEndReason.Replaced && result.Statistics.FramesPlayed == 0
            );
        States(higher, comes).Should().Equal(SessionState.Playing, SessionState.Queued);
    }

    [Theory]
    [InlineData("waiting"), InlineData("empty"), InlineData("paused"), InlineData("device")]
    public async Task A_session_that_has_not_begun_in_its_time_is_not_played(string why)
    {
        if (why == "waiting")
            await Open(Queue, 9_600);
        AudioSession stale = await Open(
            Queue with
            {
                ExpiresAfter = TimeSpan.FromSeconds(5),
            },
            why == "empty" ? 0 : 480
        );
        if (why == "paused")
            stale.Pause();
        _test.Time.Advance(TimeSpan.FromMilliseconds(4_999));
        stale.Completion.IsCompleted.Should().BeFalse();
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        _test.Output.Render(240);
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = Ended(stale);
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Expired, 0L));
        _test.Output.Rendered.Should().HaveCount(why == "waiting" ? 480 : 0);
    }

    [Fact]
    public async Task A_session_that_has_begun_in_its_time_is_never_cut_by_it()
    {
        AudioSession session = await Open(Queue with { ExpiresAfter = TimeSpan.FromSeconds(5) }, 960);
        _test.Output.Render(240);
        await Open(Interrupt, 9_600);
        _test.Time.Advance(TimeSpan.FromMinutes(1));
        _test.Output.Render(480);
        session.State.Should().Be(SessionState.Queued);
    }

    [Fact]
    public async Task A_silent_session_keeps_nobody_away_and_plays_beside_whoever_came()
    {
        AudioSession silent = await Open(Queue, 480);
        AudioSession waits = await Open(Queue, 4_800);
        PlayOut();
        waits.State.Should().Be(SessionState.Queued, "a pause between two chunks is no reason");
        _test.Time.Advance(TimeSpan.FromSeconds(1.8));
        waits.State.Should().Be(SessionState.Queued);
        _test.Time.Advance(TimeSpan.FromSeconds(0.2));
        waits.State.Should().Be(SessionState.Buffering);
        await silent.WriteAsync(Pcm(Ramp(480)));
        _test.Output.Render(240);
        States(silent, waits).Should().Equal(SessionState.Playing, SessionState.Playing);
        (await Open(Queue, 480)).State.Should().Be(SessionState.Queued);
    }

    [Fact]
    public async Task A_session_that_is_opened_and_sends_nothing_keeps_others_away_for_two_seconds()
    {
        await Open(Queue, 0);
        AudioSession waits = await Open(Queue, 480);
        _test.Time.Advance(TimeSpan.FromMilliseconds(1_999));
        waits.State.Should().Be(SessionState.Queued);
        _test.Time.Advance(TimeSpan.FromMilliseconds(2));
        waits.State.Should().Be(SessionState.Buffering);
    }

    [Fact]
    public async Task A_pause_while_it_waits_keeps_it_silent_when_its_turn_comes()
    {
        AudioSession first = await Open(Queue, 480);
        AudioSession second = await Open(Queue, 480);
        second.Pause();
        second.State.Should().Be(SessionState.Paused);
        second.Resume();
        second.State.Should().Be(SessionState.Queued);
        second.Pause();
        first.Complete();
        PlayOut();
        _test.Output.Render(240).Should().BeFalse();
        (second.State, second.Waiting).Should().Be((SessionState.Paused, null));
        second.Resume();
        second.Complete();
        PlayOut();
        Ended(second).Statistics.FramesPlayed.Should().Be(480);
    }

    [Fact]
    public async Task A_session_that_waits_can_be_cancelled_and_one_whose_client_is_gone_plays_in_its_turn()
    {
        AudioSession first = await Open(Queue, 480);
        AudioSession cancelled = await Open(Queue, 480);
        AudioSession left = await Open(Queue, 480);
        cancelled.Cancel();
        _test.Output.Render(240);
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        Ended(cancelled)
            .Should()
            .Match<SessionResult>(static result =>
                result.Reason == SessionEndReason.Cancelled && result.Statistics.FramesPlayed == 0
            );
        left.Disconnect();
        left.State.Should().Be(SessionState.Queued);
        first.Complete();
        PlayOut();
        PlayOut();
        Ended(left)
            .Should()
            .Match<SessionResult>(static result =>
                result.Reason == SessionEndReason.Disconnected && result.Statistics.FramesPlayed == 480
            );
    }

    [Fact]
    public async Task A_dropped_session_leaves_nothing_behind()
    {
        await Open(Mix, 480);
        AudioSession dropped = await Open(Mix with { Overlap = ChannelOverlap.Drop }, 0);
        Ended(dropped).Reason.Should().Be(SessionEndReason.Dropped);
        _test.Engine.Sessions.Should().ContainSingle();
    }

    [Theory]
    [InlineData(null, ChannelOverlap.Queue, false, null, "*overlap queue needs a channel*")]
    [InlineData("a b", ChannelOverlap.Mix, false, null, "*channel has 1 to 64 of the characters*")]
    [InlineData("c", ChannelOverlap.Queue, true, null, "*resumeInterrupted needs overlap replace*")]
    [InlineData("c", ChannelOverlap.Queue, false, 0, "*expiresAfter is between 1 and 86400000 ms*")]
    [InlineData("c", ChannelOverlap.Queue, false, 86_400_001, "*expiresAfter is between 1 and 86400000 ms*")]
    public void An_etiquette_that_cannot_be_kept_is_a_typed_error(
        string? channel,
        ChannelOverlap overlap,
        bool resume,
        int? expiresMs,
        string message
    )
    {
        var etiquette = new SessionEtiquette
        {
            Channel = channel,
            Overlap = overlap,
            ResumeInterrupted = resume,
            ExpiresAfter = expiresMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
        };
        var options = new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Etiquette = etiquette };
        FluentActions
            .Invoking(() => _test.Engine.OpenSession(options))
            .Should()
            .Throw<AudioException>()
            .WithMessage(message)
            .Which.Kind.Should()
            .Be(AudioErrorKind.Unsupported);
        FluentActions
            .Invoking(() => _test.Engine.Explain(options))
            .Should()
            .Throw<AudioException>()
            .WithMessage(message);
        _test.Engine.Sessions.Should().BeEmpty();
    }

    private static IEnumerable<float> Values(int first, int count) =>
        Enumerable.Range(first, count).Select(static i => i / 32_768f);

    private static float Fade(float from, float target, int k) => target + (from - target) / 240 * (239 - k);

    private static IEnumerable<SessionState> States(params AudioSession[] sessions) =>
        sessions.Select(static session => session.State);

    private async Task<AudioSession> Open(SessionEtiquette etiquette, int frames, int first = 1)
    {
        AudioSession session = _test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), Etiquette = etiquette }
        );
        if (frames > 0)
            await session.WriteAsync(Pcm(Ramp(frames, first)));
        return session;
    }

    /// <summary>Plays till nothing sounds, hears it, and lets those that are over end.</summary>
    private void PlayOut()
    {
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromMilliseconds(100));
    }

    private void PlayOut(int frames)
    {
        _test.Output.Render(frames);
        _test.Output.FramesPlayed = _test.Output.Rendered.Count / 2;
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _test.Output.Render(frames);
    }

    /// <summary>How it ended; it must have.</summary>
    private static SessionResult Ended(AudioSession session)
    {
        session.Completion.IsCompleted.Should().BeTrue();
        return session.Completion.Result;
    }
}
