using Audio.Core.Sessions;
using Audio.Protocol;
using Microsoft.Reactive.Testing;

namespace Audio.Core.Tests.Sessions;

/// <summary>How a session comes to its end, alone and in virtual time.</summary>
public sealed class SessionEndingTests
{
    private readonly TestScheduler _time = new();
    private readonly SessionEnding _ending;
    private readonly List<long> _endings = [];
    private readonly List<long> _looks = [];
    private TimeSpan _left;

    public SessionEndingTests() => _ending = new SessionEnding(_time, UntilHeard, () => _endings.Add(Now));

    private long Now => _time.Clock / TimeSpan.TicksPerMillisecond;

    [Fact]
    public void What_was_heard_already_ends_at_once()
    {
        _ending.WhenHeard(480);
        _endings.Should().Equal(0);
    }

    [Fact]
    public void It_looks_again_when_the_device_can_have_played_it_and_no_timer_ends_it()
    {
        _left = TimeSpan.FromMilliseconds(30);
        _ending.WhenHeard(480);
        Pass(30);
        _endings.Should().BeEmpty("the device stands still");
        _left = TimeSpan.Zero;
        Pass(30);
        _endings.Should().Equal(60);
        _looks.Should().Equal(0, 30, 60);
    }

    [Fact]
    public void It_waits_for_the_first_end_that_it_was_told_and_for_no_other()
    {
        _left = TimeSpan.FromMilliseconds(10);
        _ending.WhenHeard(480);
        _ending.WhenHeard(960);
        _ending.IsAwaited.Should().BeTrue();
        _looks.Should().Equal(0);
    }

    [Fact]
    public void Once_it_has_ended_it_looks_no_more()
    {
        _left = TimeSpan.FromMilliseconds(10);
        _ending.WhenHeard(480);
        _ending.Conclude(Result());
        Pass(100);
        _looks.Should().Equal(0);
        _endings.Should().BeEmpty();
    }

    [Fact]
    public void The_first_cancel_decides_also_over_an_end_of_stream()
    {
        _ending.Drain(SessionEndReason.Disconnected);
        _ending.Reason.Should().Be(SessionEndReason.Disconnected);
        _ending.TryCancel(SessionEndReason.Failed, "broken").Should().BeTrue();
        _ending.TryCancel(SessionEndReason.Cancelled, null).Should().BeFalse();
        _ending.Reason.Should().Be(SessionEndReason.Failed);
        _ending.Error.Should().Be("broken");
    }

    [Fact]
    public void What_has_ended_cannot_be_cancelled()
    {
        _ending.Conclude(Result());
        _ending.TryCancel(SessionEndReason.Cancelled, null).Should().BeFalse();
        _ending.IsCancelled.Should().BeFalse();
        _ending.Reason.Should().Be(SessionEndReason.Completed);
    }

    [Fact]
    public void A_fade_that_nobody_ends_is_over_after_a_quarter_of_a_second()
    {
        _ending.LimitFade();
        Pass(249);
        _endings.Should().BeEmpty();
        Pass(1);
        _endings.Should().Equal(250);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void It_expires_unless_it_sounds_in_time(bool sounds, int times)
    {
        int expired = 0;
        _ending.ExpireAfter(TimeSpan.FromMilliseconds(50), () => expired++);
        Pass(49);
        if (sounds)
            _ending.StopExpiry();
        Pass(1);
        expired.Should().Be(times);
    }

    [Fact]
    public void What_was_not_skipped_was_heard_where_it_came_to_its_end()
    {
        SessionStatistics settled = _ending.Settle(Figures);
        settled.FramesPlayed.Should().Be(900);
        settled.FramesDiscarded.Should().Be(0);
    }

    [Fact]
    public void What_was_neither_heard_nor_skipped_is_discarded_where_it_was_cut_short()
    {
        _ending.TryCancel(SessionEndReason.Cancelled, null);
        SessionStatistics settled = _ending.Settle(Figures);
        settled.FramesPlayed.Should().Be(300);
        settled.FramesDiscarded.Should().Be(600);
    }

    [Fact]
    public async Task Whoever_awaits_it_is_told_last()
    {
        SessionResult result = Result();
        _ending.Conclude(result);
        _ending.Result.Should().BeSameAs(result);
        _ending.Completion.IsCompleted.Should().BeFalse();
        _ending.Complete();
        (await _ending.Completion).Should().BeSameAs(result);
    }

    private static SessionStatistics Figures =>
        new()
        {
            FramesReceived = 1_000,
            FramesPlayed = 300,
            FramesSkipped = 100,
        };

    private static SessionResult Result() =>
        new("one", null, SessionEndReason.Completed, Figures) { Format = AudioFormat.Pcm16(48_000, 1) };

    private TimeSpan UntilHeard(long frame)
    {
        frame.Should().Be(480);
        _looks.Add(Now);
        return _left;
    }

    private void Pass(int milliseconds) => _time.AdvanceBy(milliseconds * TimeSpan.TicksPerMillisecond);
}
