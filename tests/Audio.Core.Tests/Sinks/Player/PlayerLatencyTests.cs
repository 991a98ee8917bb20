using Audio.Core.Sinks.Player;
using Microsoft.Extensions.Time.Testing;
using NAudio.Wave;

namespace Audio.Core.Tests.Sinks.Player;

public sealed class PlayerLatencyTests
{
    private static readonly TimeSpan Configured = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _time = new();
    private readonly PlayerLatency _latency;

    public PlayerLatencyTests() => _latency = new PlayerLatency(_time, sampleRate: 1_000, Configured);

    [Fact]
    public void A_player_that_knows_its_latency_is_believed()
    {
        _latency.Source = new Source(() => TimeSpan.FromMilliseconds(7));
        _latency.HeardAt(now: 0).Should().Be(Timestamps(7));
        _latency.Add(10, Timestamps(7)).Should().Be(Timestamps(7));
        _latency.Last.Should().Be(TimeSpan.FromMilliseconds(7));
    }

    [Fact]
    public void A_latency_that_cannot_be_leaves_the_last_one()
    {
        var said = TimeSpan.FromMilliseconds(-1);
        _latency.Source = new Source(() => said);
        _latency.HeardAt(now: 0).Should().Be(Timestamps(50));
        said = PlayerLatency.Longest + TimeSpan.FromTicks(1);
        _latency.HeardAt(now: 0).Should().Be(Timestamps(50));
        _latency.Source = new Source(() => throw new InvalidOperationException("The device is gone."));
        _latency.HeardAt(now: 0).Should().Be(Timestamps(50));
    }

    [Fact]
    public void Without_one_what_is_read_ahead_is_heard_later()
    {
        _latency.Add(20, _latency.HeardAt(now: 0)).Should().Be(Timestamps(50));
        _latency.Add(20, _latency.HeardAt(now: 0)).Should().Be(Timestamps(70), "20 frames were read before");
        _latency.Add(20, _latency.HeardAt(Timestamps(500))).Should().Be(Timestamps(550), "all of that was heard");
    }

    private long Timestamps(int ms) => ms * _time.TimestampFrequency / 1_000;

    private sealed class Source(Func<TimeSpan> latency) : IWaveLatency
    {
        public TimeSpan CurrentLatency => latency();

        public TimeSpan AverageLatency => latency();
    }
}
