using Audio.Core.Sinks;
using Audio.Core.Sinks.Output;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Core.Tests.Sinks.Output;

/// <summary>
/// What the keeper does to the timeline; that the whole does what is asked is with <see cref="AudioOutputTests"/>.
/// </summary>
public sealed class DeviceKeeperTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeSinkFactory _factory = new();
    private readonly MixTimeline _timeline = new();

    [Theory]
    [InlineData(DeviceLossPolicy.Wait, null)]
    [InlineData(DeviceLossPolicy.RunOn, "null")]
    public void Fault_by_policy_the_timeline_is_empty_or_has_a_stand_in_until_the_device_is_back(
        DeviceLossPolicy policy,
        string? meanwhile
    )
    {
        _factory.There.Add(SinkKind.Pulse);
        using DeviceKeeper keeper = Make("pulse", policy);
        keeper.Start();
        _timeline.Life!.Sink.Name.Should().Be("pulse");
        _factory.Last.Fault("gone.");
        _timeline.Life?.Sink.Name.Should().Be(meanwhile);
        (_timeline.Life is null).Should().Be(meanwhile is null);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        _timeline.Life!.Sink.Name.Should().Be("pulse");
        keeper.Status.Reopens.Should().Be(1);
    }

    [Fact]
    public void Dispose_any_state_the_timeline_is_empty_and_nobody_waits_for_a_server()
    {
        DeviceKeeper keeper = Make("auto", DeviceLossPolicy.Wait);
        keeper.Start();
        _factory.IsWatched.Should().BeTrue();
        keeper.Dispose();
        _timeline.Life.Should().BeNull();
        _factory.IsWatched.Should().BeFalse();
    }

    private DeviceKeeper Make(string sink, DeviceLossPolicy policy) =>
        new(SinkSelection.Parse(sink), policy, _factory, new TestSource(), _timeline, _time, NullLogger.Instance);
}
