using Audio.Core.Sessions;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// When a session starts, and when it goes on, to the millisecond: chunks of 20 ms, a device that takes 5 ms at a time.
/// </summary>
public sealed class StartBufferTests
{
    private const int Chunk = 960;

    /// <summary>Nowhere silent: what comes too late after it was cut off.</summary>
    private static readonly short[] Loud = [.. Enumerable.Repeat((short)10_000, Chunk)];

    private readonly List<SessionEventKind> _events = [];

    [Fact]
    public async Task It_starts_with_its_first_chunk_and_after_a_starvation_waits_for_as_long_as_its_producer_was_late()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        test.Output.Render(240).Should().BeFalse("it is held back");
        Pass(test, 104).Should().BeFalse();
        Pass(test, 1).Should().BeTrue("100 ms late, and 5 ms for the next time");
        session.Statistics.Underruns.Should().Be(1);
        _events.Should().Equal(SessionEventKind.Sounding, SessionEventKind.Underrun);
    }

    [Fact]
    public async Task It_goes_on_at_once_when_its_producer_has_caught_up()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        for (int i = 0; i < 5; i++)
        {
            test.Output.Render(240).Should().BeFalse();
            await session.WriteAsync(Pcm(Loud));
        }

        test.Output.Render(240).Should().BeFalse("behind the newest 20 ms are 100 ms");
        await session.WriteAsync(Pcm(Loud));
        test.Output.Render(240).Should().BeTrue("behind the newest 20 ms are 120 ms");
    }

    [Fact]
    public async Task It_goes_on_at_once_when_the_stream_has_ended()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        session.Complete();
        test.Output.Render(240).Should().BeTrue();
    }

    [Fact]
    public async Task Held_back_it_can_be_paused_and_resumed_and_has_waited_meanwhile()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        session.Pause();
        Pass(test, 200).Should().BeFalse();
        session.Resume();
        test.Output.Render(240).Should().BeTrue();
    }

    [Fact]
    public async Task After_a_pause_of_its_producer_it_goes_on_at_once()
    {
        (TestEngine test, _) = await StarvedAsync(lateMilliseconds: 201, maxPrefill: 200);
        test.Output.Render(240).Should().BeTrue("the cap is 200 ms: that was no jitter");
    }

    [Fact]
    public async Task What_was_learned_does_not_hold_back_what_comes_after_a_pause()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        test.Output.Render(240).Should().BeFalse("it was late, and is held back");
        Pass(test, 200).Should().BeTrue();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        await session.WriteAsync(TestEngine.Pcm(TestEngine.Ramp(480)));
        test.Output.Render(240).Should().BeTrue("a new start sounds with its first chunk");
    }

    [Fact]
    public async Task Without_a_cap_it_always_goes_on_at_once()
    {
        (TestEngine test, _) = await StarvedAsync(lateMilliseconds: 100, maxPrefill: 0);
        test.Output.Render(240).Should().BeTrue();
    }

    [Fact]
    public async Task It_is_held_back_for_no_longer_than_the_cap()
    {
        (TestEngine test, _) = await StarvedAsync(lateMilliseconds: 50, maxPrefill: 50);
        Pass(test, 49).Should().BeFalse();
        Pass(test, 1).Should().BeTrue();
    }

    [Fact]
    public async Task A_fixed_prefill_that_is_longer_holds_as_before()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 30, prefill: 200);
        Pass(test, 199).Should().BeFalse();
        Pass(test, 1).Should().BeTrue();
        session.Statistics.Underruns.Should().Be(1);
    }

    [Fact]
    public async Task What_it_learned_it_forgets()
    {
        (TestEngine test, AudioSession session) = await StarvedAsync(lateMilliseconds: 100);
        for (int i = 0; i < 5; i++)
        {
            test.Time.Advance(TimeSpan.FromMilliseconds(20));
            await session.WriteAsync(Pcm(Loud));
        }

        Pass(test, 5).Should().BeTrue();
        for (int i = 0; i < 21_000 / 20; i++)
        {
            test.Time.Advance(TimeSpan.FromMilliseconds(20));
            await session.WriteAsync(Pcm(Loud));
            test.Output.Render(Chunk).Should().BeTrue();
        }

        test.Output.PlayOut();
        await session.WriteAsync(Pcm(Loud));
        test.Output.Render(240).Should().BeTrue();
    }

    [Fact]
    public async Task Real_time_settles_into_steady_sound()
    {
        var random = new Random(1);
        var test = new TestEngine();
        AudioSession session = test.Open();
        double now = 0;
        int due = 0;
        for (int period = 0; period < 12_000; period++)
        {
            while (due * 20 + 1.5 * random.NextDouble() <= now)
            {
                await session.WriteAsync(Pcm(Loud));
                due++;
            }

            test.Output.Render(240);
            test.Time.Advance(TimeSpan.FromMilliseconds(5));
            now += 5;
        }

        session.Statistics.Underruns.Should().BeLessThanOrEqualTo(1, "a minute of 20 ms chunks");
    }

    /// <summary>
    /// A session that has played 1 s in real time, starved, and just got a chunk that came too late by so much.
    /// </summary>
    private async Task<(TestEngine Test, AudioSession Session)> StarvedAsync(
        int lateMilliseconds,
        int maxPrefill = 500,
        int prefill = 0
    )
    {
        var test = new TestEngine(options =>
        {
            options.Prefill = TimeSpan.FromMilliseconds(prefill);
            options.MaxPrefill = TimeSpan.FromMilliseconds(maxPrefill);
        });
        AudioSession session = test.Open();
        session.Events.Subscribe(happened => _events.Add(happened.Kind));
        int held = 0;
        for (int i = 0; i < 50 + prefill / 20; i++)
        {
            await session.WriteAsync(Pcm(Loud));
            held += 4;
            for (int period = 0; period < 4; period++)
            {
                if (test.Output.Render(240))
                    held--;
                if (i == 0 && prefill == 0)
                    session.Statistics.Ttfa.Device.Should().Be(TimeSpan.Zero);
                test.Time.Advance(TimeSpan.FromMilliseconds(5));
            }
        }

        for (; held > 0; held--)
        {
            test.Output.Render(240);
            test.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        test.Output.Render(240).Should().BeTrue("it fades");
        test.Output.Render(240).Should().BeFalse();
        test.Time.Advance(TimeSpan.FromMilliseconds(lateMilliseconds));
        await session.WriteAsync(Pcm(Loud));
        return (test, session);
    }

    /// <returns>Whether it sounds at the end of the time.</returns>
    private static bool Pass(TestEngine test, int milliseconds)
    {
        test.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return test.Output.Render(240);
    }
}
