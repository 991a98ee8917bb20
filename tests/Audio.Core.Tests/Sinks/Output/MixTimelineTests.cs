using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>The timeline alone: frames over many lives, without a device to keep and without a clock.</summary>
public sealed class MixTimelineTests
{
    private const int Period = 240;

    private readonly MixTimeline _timeline = new();
    private readonly TestSource _mixer = new(1_000_000);

    [Fact]
    public void Enter_the_next_life_goes_on_where_the_last_one_ended()
    {
        FakeSink first = Enter("first");
        first.Render(4);
        first.FramesPlayed = 4 * Period;
        FakeSink second = Enter("second");
        first.IsDisposed.Should().BeTrue("two do not play at once");
        first.Render().Should().Be(0);
        (_timeline.EndFrame, _timeline.FramesPlayed, _timeline.FramesLost).Should().Be((4 * Period, 4 * Period, 0));

        second.Render(2);
        second.FramesPlayed = Period;
        (_timeline.EndFrame, _timeline.FramesPlayed).Should().Be((6 * Period, 5 * Period));
        _mixer.Rendered.Should().Be(6);
    }

    [Fact]
    public void Leave_the_device_held_something_it_is_lost_and_time_stands_still()
    {
        FakeSink sink = Enter("sink");
        sink.Render(10);
        sink.FramesPlayed = 7 * Period;
        _timeline.Leave();
        _timeline.Leave();
        _timeline.Wake();
        _timeline.Life.Should().BeNull();
        (_timeline.EndFrame, _timeline.FramesPlayed, _timeline.FramesLost)
            .Should()
            .Be((10 * Period, 10 * Period, 3 * Period));
        _timeline.FramesLostBetween(6 * Period, 8 * Period).Should().Be(Period);
        sink.Wakes.Should().Be(1, "only entering woke it");
    }

    [Fact]
    public void Leave_what_was_known_to_be_heard_by_nobody_is_no_loss_of_a_session()
    {
        FakeSink sink = Enter("null", Inaudibility.NoDevice);
        sink.Render(10);
        _timeline.Leave();
        _timeline.FramesLost.Should().Be(10 * Period);
        _timeline.FramesLostBetween(0, 10 * Period).Should().Be(0);
    }

    [Fact]
    public void UntilHeard_a_frame_is_known_once_it_is_heard_and_never_of_one_that_was_lost()
    {
        FakeSink sink = Enter("sink");
        sink.Render(10);
        sink.FramesPlayed = 4 * Period;
        _timeline.UntilHeard(0, 48_000).Should().Be(TimeSpan.FromMilliseconds(-20));
        _timeline.UntilHeard(4 * Period, 48_000).Should().BeNull("it is not heard yet");
        _timeline.Leave();
        _timeline.UntilHeard(4 * Period, 48_000).Should().BeNull("it was lost");
        _timeline.UntilHeard(4 * Period - 1, 48_000).Should().NotBeNull();
    }

    private FakeSink Enter(string name, Inaudibility? why = null)
    {
        var sink = new FakeSink(name);
        var life = new SinkLife(sink, _mixer, () => { }, why);
        life.Open();
        sink.Render().Should().Be(0, "it is not the current one yet");
        _timeline.Enter(life);
        return sink;
    }
}
