using Audio.Cli.Processes;
using Microsoft.Extensions.Time.Testing;

namespace Audio.Cli.Tests.Processes;

public sealed class PollTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Until_yes_at_once_takes_no_time() =>
        (await Poll.UntilAsync(() => true, TimeSpan.Zero, _time)).Should().BeTrue();

    [Fact]
    public async Task Until_asks_every_25_ms_and_gives_up_at_the_limit()
    {
        int asked = 0;
        Task<bool> poll = Poll.UntilAsync(() => ++asked == 0, TimeSpan.FromMilliseconds(100), _time);

        asked.Should().Be(1);
        for (int expected = 2; expected <= 5; expected++)
        {
            poll.IsCompleted.Should().BeFalse();
            _time.Advance(TimeSpan.FromMilliseconds(25));
            asked.Should().Be(expected);
        }

        (await poll).Should().BeFalse();
    }

    [Fact]
    public async Task Until_yes_in_between_ends_there()
    {
        bool ready = false;
        Task<bool> poll = Poll.UntilAsync(() => ready, TimeSpan.FromHours(1), _time);
        _time.Advance(TimeSpan.FromMilliseconds(25));
        poll.IsCompleted.Should().BeFalse();

        ready = true;
        _time.Advance(TimeSpan.FromMilliseconds(25));

        (await poll).Should().BeTrue();
    }
}
