using Audio.Core.Sinks.Output;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>One transition after the other, whoever asks for them.</summary>
public sealed class TransitionsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _ran = [];

    [Fact]
    public void Run_the_first_a_step_comes_after_it()
    {
        using Transitions transitions = Make();
        transitions.Run(() =>
        {
            transitions.StepSoon();
            _ran.Add("first");
        });
        _ran.Should().StartWith("first").And.Contain("step");
    }

    [Fact]
    public void StepSoon_inside_a_step_comes_after_it_and_not_within_it()
    {
        Transitions? transitions = null;
        using Transitions own = transitions = Make(() =>
        {
            _ran.Add("begins");
            if (_ran.Count == 1)
                transitions!.StepSoon();
            _ran.Add("ends");
        });
        transitions.StepSoon();
        _ran.Should().Equal("begins", "ends", "begins", "ends");
    }

    [Fact]
    public void StepIn_again_replaces_the_time_that_was_set()
    {
        using Transitions transitions = Make();
        transitions.StepIn(TimeSpan.FromSeconds(1));
        transitions.StepIn(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(2));
        _ran.Should().BeEmpty();
        _time.Advance(TimeSpan.FromSeconds(1));
        _ran.Should().Equal("step");
    }

    [Fact]
    public void Dispose_twice_the_last_runs_once_and_nothing_behind_it()
    {
        Transitions transitions = Make();
        transitions.StepIn(TimeSpan.FromSeconds(1));
        transitions.Dispose();
        transitions.Dispose();
        transitions.StepSoon();
        _time.Advance(TimeSpan.FromMinutes(1));
        transitions.IsClosed.Should().BeTrue();
        transitions.Invoking(closed => closed.Run(() => _ran.Add("first"))).Should().Throw<ObjectDisposedException>();
        _ran.Should().Equal("last");
    }

    [Fact]
    public void Run_the_first_throws_steps_run_later()
    {
        using Transitions transitions = Make();
        transitions
            .Invoking(own => own.Run(() => throw new InvalidOperationException("no")))
            .Should()
            .Throw<InvalidOperationException>();
        _ran.Should().BeEmpty();
        transitions.StepSoon();
        _ran.Should().Equal("step");
    }

    private Transitions Make(Action? step = null) =>
        new(_time, step ?? (() => _ran.Add("step")), () => _ran.Add("last"));
}
