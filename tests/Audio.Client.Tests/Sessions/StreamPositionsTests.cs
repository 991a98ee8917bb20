using Audio.Client.Streaming;

namespace Audio.Client.Tests.Sessions;

public sealed class StreamPositionsTests
{
    private readonly StreamPositions _positions = new(bytesPerFrame: 4);

    [Fact]
    public void Nothing_goes_back_and_nothing_exceeds_what_was_written()
    {
        _positions.Advance(received: 40, limit: 200, played: 20, written: 100);
        _positions.Advance(received: 30, limit: 100, played: 10, written: 100);
        Positions().Should().Be((0, 20, 40, 200));

        _positions.Advance(received: 500, limit: 200, played: 500, written: 100);
        Positions().Should().Be((0, 100, 100, 200));
    }

    [Fact]
    public void A_restart_goes_back_to_the_frame_that_was_not_wholly_heard()
    {
        _positions.Advance(received: 40, limit: 200, played: 22, written: 100);

        _positions.Restart();
        Positions().Should().Be((20, 20, 20, 20));

        _positions.Advance(received: 8, limit: 50, played: 4, written: 100);
        Positions().Should().Be((20, 24, 28, 70));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(39, false)]
    [InlineData(40, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void A_daemon_has_what_it_had_before_and_nothing_that_was_never_written(long received, bool possible)
    {
        _positions.Advance(received: 40, limit: 200, played: 0, written: 100);

        _positions.IsPossible(received, written: 100).Should().Be(possible);
        _positions.TryDrop(received, written: 100).Should().Be(possible);
        _positions.Received.Should().Be(possible ? received : 40);
    }

    [Fact]
    public void A_daemon_that_receives_nothing_more_may_drop_a_hundred_frames()
    {
        for (int i = 0; i < 100; i++)
            _positions.TryDrop(received: 0, written: 100).Should().BeTrue();
        _positions.TryDrop(received: 0, written: 100).Should().BeFalse();

        _positions.TryDrop(received: 4, written: 100).Should().BeTrue("it has received something");
        _positions.TryDrop(received: 4, written: 100).Should().BeTrue();
    }

    private (long Base, long Played, long Received, long Limit) Positions() =>
        (_positions.Base, _positions.Played, _positions.Received, _positions.Limit);
}
