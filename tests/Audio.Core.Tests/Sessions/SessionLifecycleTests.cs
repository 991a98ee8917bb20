using Audio.Core.Sessions;
using static Audio.Core.Sessions.SessionEventKind;

namespace Audio.Core.Tests.Sessions;

/// <summary>The state of a session alone: silent for two reasons at once, and what is told of it.</summary>
public sealed class SessionLifecycleTests
{
    private readonly SessionLifecycle _life;
    private readonly List<SessionState> _states = [];
    private readonly List<SessionEventKind> _events = [];
    private bool _hasSounded;

    public SessionLifecycleTests()
    {
        _life = new SessionLifecycle(() => new SessionStatistics(), () => _hasSounded);
        _life.States.Subscribe(_states.Add);
        _life.Events.Subscribe(told => _events.Add(told.Kind));
    }

    [Fact]
    public void Paused_while_its_channel_holds_it_it_waits_on_when_it_is_resumed()
    {
        _life.Hold(new SessionWait(2));
        _life.Pause();
        _life.Waiting.Should().Be(new SessionWait(2));
        _life.Resume().Should().BeFalse();
        _life.IsSilenced.Should().BeTrue();
        _states.Should().Equal(SessionState.Opening, SessionState.Queued, SessionState.Paused, SessionState.Queued);
        _events.Should().Equal(Queued, Paused, Queued);
    }

    [Fact]
    public void Held_while_it_is_paused_it_stays_paused_and_when_its_channel_lets_it_go_too()
    {
        _life.Pause();
        _life.Hold(new SessionWait(1, "other"));
        _life.State.Should().Be(SessionState.Paused);
        _life.Release().Should().BeFalse();
        _life.Waiting.Should().BeNull();
        _life.IsSilenced.Should().BeTrue();
        _life.Resume().Should().BeTrue();
        _life.Move(SessionTrigger.Resume);
        _life.IsSilenced.Should().BeFalse();
        _events.Should().Equal(Paused, Resumed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Released_it_has_resumed_only_where_it_had_begun(bool hasSounded)
    {
        _hasSounded = hasSounded;
        _life.Hold(new SessionWait(1));
        _life.Release().Should().BeTrue();
        _life.Move(SessionTrigger.Release);
        _events.Should().Equal(hasSounded ? [Queued, Resumed] : [Queued]);
    }

    [Fact]
    public void What_is_to_be_told_first_is_told_in_front_of_each_event_that_it_tells()
    {
        _life.Telling = () => _life.TellAlone(Sounding);
        _life.Pause();
        _life.Tell(Underrun);
        _events.Should().Equal(Sounding, Paused, Sounding, Underrun);
    }

    [Fact]
    public void Ended_it_waits_for_nothing_and_moves_no_more()
    {
        bool completed = false;
        _life.Events.Subscribe(_ => { }, () => completed = true);
        _life.Hold(new SessionWait(1));
        _life.End();
        _life.Waiting.Should().BeNull();
        _life.IsEnded.Should().BeTrue();
        _life.Pause();
        _life.State.Should().Be(SessionState.Ended);
        completed.Should().BeFalse();
        _life.Complete();
        completed.Should().BeTrue();
        _events.Should().Equal(Queued);
    }
}
