using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// What can be read already when a session starts is taken before its first period, and nothing else is waited for.
/// </summary>
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

    public enum Gap
    {
        /// <summary>The sound before it was whole.</summary>
        Silence,

        /// <summary>The sound before it was cut off.</summary>
        Cut,
    }

    [Theory]
    [InlineData(Gap.Silence), InlineData(Gap.Cut)]
    public async Task A_later_start_in_the_session_gathers_as_the_first_does(Gap gap)
    {
        AudioSession session = await PlayedOutAsync(gap, _test);
        int wakes = _test.Output.Wakes;
        _hasMore = true;
        for (int ms = 0; ms < 18; ms += 2)
        {
            await session.WriteAsync(Loud(2));
            (_test.Output.Wakes, _test.Output.Render(96))
                .Should()
                .Be((wakes, false), $"{ms + 2} ms are there, and more can be read");
        }

        await session.WriteAsync(Loud(2));
        _test.Output.Wakes.Should().BeGreaterThan(wakes);
        _test.Output.Render(960).Should().BeTrue();
        session.Statistics.Underruns.Should().Be(gap == Gap.Cut ? 1 : 0);
    }

    [Theory]
    [InlineData(Gap.Silence), InlineData(Gap.Cut)]
    public async Task A_later_start_where_nothing_more_can_be_read_sounds_at_once(Gap gap)
    {
        AudioSession session = await PlayedOutAsync(gap, _test);
        int wakes = _test.Output.Wakes;
        await session.WriteAsync(Loud(2));
        _test.Output.Wakes.Should().BeGreaterThan(wakes);
        _test.Output.Render(96).Should().BeTrue();
    }

    [Theory]
    [InlineData(Gap.Silence), InlineData(Gap.Cut)]
    public async Task The_last_that_could_be_read_the_end_and_5_ms_start_a_later_sound_too(Gap gap)
    {
        AudioSession session = await PlayedOutAsync(gap, _test);
        _hasMore = true;
        await session.WriteAsync(Loud(2));
        _hasMore = false;
        await session.WriteAsync(Loud(2));
        _test.Output.Render(192).Should().BeTrue("that was the last");

        await PlayOutAsync(session, gap, _test);
        _hasMore = true;
        await session.WriteAsync(Loud(2));
        int wakes = _test.Output.Wakes;
        _test.Time.Advance(TimeSpan.FromMilliseconds(4));
        _test.Output.Render(96).Should().BeFalse();
        _test.Time.Advance(TimeSpan.FromMilliseconds(1));
        _test.Output.Wakes.Should().BeGreaterThan(wakes);
        _test.Output.Render(96).Should().BeTrue("5 ms have passed");

        await PlayOutAsync(session, gap, _test);
        _hasMore = true;
        await session.WriteAsync(Loud(2));
        session.Complete();
        _test.Output.Render(96).Should().BeTrue("the stream has ended");
    }

    [Theory]
    [InlineData(40), InlineData(100), InlineData(200)]
    public async Task Every_start_gathers_as_much_as_the_output_takes_at_once(int latencyMs)
    {
        var test = new TestEngine(options =>
        {
            options.Sink = options.Sink with { Latency = TimeSpan.FromMilliseconds(latencyMs) };
            options.MaxPrefill = TimeSpan.Zero;
        });
        AudioSession session = Open(test);
        foreach (Gap gap in new[] { Gap.Silence, Gap.Cut })
        {
            _hasMore = true;
            for (int ms = 0; ms < latencyMs; ms += 4)
            {
                test.Output.Render(240).Should().BeFalse($"{ms} ms are there, and more can be read");
                await session.WriteAsync(Loud(4));
            }

            for (int ms = 0; ms < latencyMs; ms += 5)
                test.Output.Render(240).Should().BeTrue();
            session.Statistics.Underruns.Should().Be(0);
            await PlayOutAsync(session, gap, test);
        }
    }

    /// <summary>A session that has sounded, and of which nothing is left to be heard.</summary>
    private async Task<AudioSession> PlayedOutAsync(Gap gap, TestEngine test)
    {
        AudioSession session = Open(test);
        await PlayOutAsync(session, gap, test);
        return session;
    }

    private async Task PlayOutAsync(AudioSession session, Gap gap, TestEngine test)
    {
        _hasMore = false;
        byte[] sound = [.. Loud(20), .. new byte[gap == Gap.Silence ? 96 * 10 : 0]];
        await session.WriteAsync(sound);
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1)); // longer than any hold: what comes is no late chunk
    }

    private static byte[] Loud(int milliseconds) =>
        TestEngine.Pcm([.. Enumerable.Repeat((short)10_000, 48 * milliseconds)]);

    private AudioSession Open() => Open(_test);

    private AudioSession Open(TestEngine test) =>
        test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(48_000, 1), HasMore = () => _hasMore });
}
