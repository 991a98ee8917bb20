using Audio.Core.Mixing;
using Audio.Core.Sinks;

namespace Audio.Core.Tests.Mixing;

public sealed class UnheardCountTests
{
    private readonly UnheardCount _count = new();

    [Fact]
    public void Frames_that_somebody_hears_are_not_counted()
    {
        _count.Add(480, why: null);
        _count.Add(0, Inaudibility.NoDevice);
        _count.Frames.Should().Be(0);
        _count.Why.Should().BeNull();
    }

    [Fact]
    public void A_sink_without_a_device_that_was_asked_for_is_named_and_not_counted()
    {
        var intended = new Inaudibility(InaudibleReason.NullSink, "As asked for.");
        _count.Add(480, intended);
        _count.Frames.Should().Be(0);
        _count.Why.Should().Be(intended);
    }

    [Fact]
    public void The_first_reason_that_nobody_asked_for_stays()
    {
        _count.Add(480, new Inaudibility(InaudibleReason.NullSink, "As asked for."));
        _count.Add(480, Inaudibility.NoDevice);
        _count.Add(240, Inaudibility.SessionMuted);
        _count.Frames.Should().Be(720);
        _count.Why.Should().Be(Inaudibility.NoDevice);
    }
}
