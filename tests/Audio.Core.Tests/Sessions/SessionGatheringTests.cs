using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>What can be read already when a session starts is taken before its first period, and nothing else is waited for.</summary>
public sealed class SessionGatheringTests
{
    private readonly TestEngine _test = new();
    private bool _hasMore = true;

    [Fact]
    public async Task While_more_can_be_read_a_start_gathers_up_to_20_ms()
    {
        AudioSession session = Open();
        for (int ms = 0; ms < 18; ms += 2)
        {
            await session.WriteAsync(new byte[96 * 2]);
            (_test.Output.Wakes, _test.Output.Render(96)).Should().Be((0, false));
        }

        await session.WriteAsync(new byte[96 * 2]);

        _test.Output.Wakes.Should().BePositive();
        _test.Output.Render(960).Should().BeTrue();
        session.Statistics.Underruns.Should().Be(0);
    }

    [Fact]
    public async Task Where_nothing_more_can_be_read_it_sounds_at_once()
    {
        _hasMore = false;
        AudioSession session = Open();
        await session.WriteAsync(new byte[2]);
        _test.Output.Wakes.Should().BePositive();
        _test.Output.Render(1).Should().BeTrue();
    }

    [Fact]
    public async Task The_last_that_could_be_read_starts_it()
    {
        AudioSession session = Open();
        await session.WriteAsync(new byte[96 * 2]);
        _hasMore = false;
        await session.WriteAsync(new byte[96 * 2]);
        _test.Output.Render(192).Should().BeTrue();
    }

    [Fact]
    public async Task The_end_of_the_stream_starts_it()
    {
        AudioSession session = Open();
        await session.WriteAsync(new byte[96 * 2]);
        session.Complete();
        _test.Output.Render(96).Should().BeTrue();
    }

    [Fact]
    public async Task What_could_be_read_and_was_something_else_does_not_keep_it_for_longer_than_5_ms()
    {
        AudioSession session = Open();
        await session.WriteAsync(new byte[96 * 2]);
        _test.Time.Advance(TimeSpan.FromMilliseconds(4));
        _test.Output.Render(96).Should().BeFalse();
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        _test.Output.Render(96).Should().BeTrue();
    }

    [Fact]
    public async Task Cancelled_meanwhile_it_never_sounds()
    {
        AudioSession session = Open();
        await session.WriteAsync(new byte[96 * 2]);
        session.Cancel();
        _test.Time.Advance(TimeSpan.FromMilliseconds(10));
        _test.Output.Render(96).Should().BeFalse();
        (await session.Completion).Reason.Should().Be(SessionEndReason.Cancelled);
    }

    private AudioSession Open() => _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), HasMore = () => _hasMore });
}
