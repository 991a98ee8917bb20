using Audio.Core.Sinks.Output;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>When a device that is away is tried again.</summary>
public sealed class ReopenBackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Failed_each_time_twice_as_long_up_to_a_second()
    {
        var backoff = new ReopenBackoff(_time);
        var pauses = Enumerable
            .Range(0, 6)
            .Select(index => (index == 0 ? backoff.Begin() : backoff.Failed()).TotalMilliseconds)
            .ToList();
        pauses.Should().Equal(100, 200, 400, 800, 1000, 1000);
        backoff.Failures.Should().Be(5);
    }

    [Fact]
    public void Left_as_time_goes_by_is_what_is_left_of_the_pause()
    {
        var backoff = new ReopenBackoff(_time);
        backoff.Begin();
        _time.Advance(TimeSpan.FromMilliseconds(40));
        backoff.Left.Should().Be(TimeSpan.FromMilliseconds(60));
        backoff.Hurry();
        (backoff.Left <= TimeSpan.Zero).Should().BeTrue();
        backoff.Failed().Should().Be(TimeSpan.FromMilliseconds(200), "it begins anew");
    }
}
