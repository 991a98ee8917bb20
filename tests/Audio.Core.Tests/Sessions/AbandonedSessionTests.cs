using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>Sessions whose producer is gone, in virtual time.</summary>
public sealed class AbandonedSessionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TestEngine _test = new();
    private readonly List<SessionResult> _ended = [];

    public AbandonedSessionTests() => _test.Engine.SessionEnded.Subscribe(_ended.Add);

    [Fact]
    public async Task A_paused_one_ends_in_silence_when_its_time_is_over_and_not_before()
    {
        AudioSession session = await FedAsync(960);
        session.Pause();

        session.Abandon(Limit);
        _test.Time.Advance(Limit - TimeSpan.FromSeconds(1));
        session.State.Should().Be(SessionState.Paused);
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _test.Time.Advance(TimeSpan.FromSeconds(1)); // for the fade, which nobody renders

        _ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
        _test.Engine.Sessions.Should().BeEmpty();
        _test.Output.PlayOut();
        _test.Output.Rendered.Should().NotContain(sample => sample != 0);
    }

    [Fact]
    public async Task One_that_is_paused_later_has_the_whole_time_from_then_on()
    {
        AudioSession session = await FedAsync(48_000);
        session.Abandon(Limit);
        Play(480);
        _test.Time.Advance(Limit / 2);
        Play(480);

        session.Pause();
        _test.Time.Advance(Limit - TimeSpan.FromSeconds(1));
        session.State.Should().Be(SessionState.Paused);
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _test.Time.Advance(TimeSpan.FromSeconds(1)); // for the fade, which nobody renders

        _ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task One_that_is_resumed_in_time_is_heard_whole()
    {
        AudioSession session = await FedAsync(960);
        session.Pause();
        session.Abandon(Limit);
        _test.Time.Advance(Limit / 2);

        session.Resume();
        _test.Output.PlayOut();
        _test.Time.Advance(Limit);

        SessionResult result = _ended.Should().ContainSingle().Subject;
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 960));
    }

    [Fact]
    public async Task One_whose_output_is_away_ends_too()
    {
        AudioSession session = await FedAsync(48_000);
        session.Abandon(Limit);

        _test.Time.Advance(Limit);
        _test.Time.Advance(TimeSpan.FromSeconds(1)); // for the fade, which nobody renders

        _ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Disconnected);
    }

    [Fact]
    public async Task One_that_is_heard_ever_so_slowly_is_heard_to_its_end()
    {
        AudioSession session = await FedAsync(48_000);
        session.Abandon(Limit);

        for (int i = 0; i < 10; i++)
        {
            Play(4_800);
            _test.Time.Advance(Limit / 2);
        }
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));

        SessionResult result = _ended.Should().ContainSingle().Subject;
        (result.Reason, result.Statistics.FramesPlayed).Should().Be((SessionEndReason.Completed, 48_000));
    }

    [Fact]
    public async Task One_that_waits_for_its_channel_has_its_turn()
    {
        var line = new SessionEtiquette { Channel = "line", Overlap = ChannelOverlap.Queue };
        AudioSession first = await FedAsync(48_000, line, ends: false);
        AudioSession waiting = await FedAsync(960, line);
        Play(480);
        waiting.State.Should().Be(SessionState.Queued);
        waiting.Abandon(Limit);

        _test.Time.Advance(2 * Limit);
        first.Cancel();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));

        _ended.Select(result => result.Reason).Should().Equal(SessionEndReason.Cancelled, SessionEndReason.Completed);
    }

    [Fact]
    public async Task One_that_has_ended_leaves_no_timer_behind()
    {
        AudioSession session = await FedAsync(960);
        session.Abandon(Limit);
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        session.State.Should().Be(SessionState.Ended);

        session.Abandon(Limit);
        _test.Time.Advance(2 * Limit);

        _ended.Should().ContainSingle().Which.Reason.Should().Be(SessionEndReason.Completed);
    }

    private async Task<AudioSession> FedAsync(int frames, SessionEtiquette? etiquette = null, bool ends = true)
    {
        AudioSession session = _test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(48_000, channels: 1),
                Etiquette = etiquette ?? SessionEtiquette.Default,
            }
        );
        await session.WriteAsync(Pcm(Ramp(frames)));
        if (ends)
            session.Complete();
        return session;
    }

    private void Play(int frames)
    {
        _test.Output.Render(frames);
        _test.Output.FramesPlayed += frames;
    }
}
