using Audio.Core.Sessions;
using Audio.Core.Tests.Arrivals;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// Live sound does not stay behind: what is held beyond the greatest latency of a session is skipped at a quiet place,
/// and counted.
/// </summary>
public sealed class MaxLatencyTests
{
    private const int Rate = 48_000;
    private const int FrameMs = 20;
    private const int FrameSamples = Rate / 1_000 * FrameMs;

    /// <summary>
    /// The steepest that the tone is, and the fade of 5 ms between two places of it, and what rounding adds.
    /// </summary>
    private const float LargestStep = 0.5f * 2 * MathF.PI * 50 / Rate + 1f / 240 + 3f / 32_768;

    private readonly List<string> _marks = [];

    [Theory]
    [InlineData(100), InlineData(200), InlineData(500)]
    public async Task After_a_stall_of_two_seconds_no_more_is_held_and_what_was_skipped_is_counted(int maxMs)
    {
        (SessionStatistics end, TimeSpan held, float[] heard) = await PlayAsync(
            maxMs,
            i => i is >= 50 and < 150 ? 3_000_000 : Math.Max(0, i * 20_000L - 3_000),
            frames: 250
        );
        held.Should().BeLessThanOrEqualTo(TimeSpan.FromMilliseconds(maxMs * 1.25 + FrameMs));
        Milliseconds(end.FramesSkipped).Should().BeInRange(2_000 - maxMs * 1.25 - 3 * FrameMs, 2_000 + 3 * FrameMs);
        (end.FramesPlayed + end.FramesDiscarded + end.FramesSkipped).Should().Be(end.FramesReceived);
        end.FramesDiscarded.Should().Be(0);
        _marks.Should().Equal(["early", "skipped", "late"], "marks of what was skipped are passed");
        for (int i = 1; i < heard.Length; i++)
        {
            if (MathF.Abs(heard[i] - heard[i - 1]) > LargestStep)
                Assert.Fail($"a step of {heard[i] - heard[i - 1]} at {i}");
        }
    }

    [Fact]
    public async Task Without_it_what_a_stall_left_stays_held()
    {
        (SessionStatistics end, TimeSpan held, _) = await PlayAsync(
            maxMs: null,
            i => i is >= 50 and < 150 ? 3_000_000 : Math.Max(0, i * 20_000L - 3_000),
            frames: 250
        );
        end.FramesSkipped.Should().Be(0);
        held.Should().BeGreaterThan(TimeSpan.FromMilliseconds(1_900));
    }

    [Fact]
    public async Task A_producer_that_is_five_percent_fast_stays_near_the_limit_and_has_no_gap()
    {
        (SessionStatistics end, TimeSpan held, _) = await PlayAsync(200, i => i * 19_048L, frames: 1_500);
        held.Should().BeLessThanOrEqualTo(TimeSpan.FromMilliseconds(250 + FrameMs));
        end.Underruns.Should().BeLessThanOrEqualTo(1, "at the start nothing is held");
        Milliseconds(end.FramesSkipped).Should().BeInRange(1_000, 1_500, "30 s come in 28.6");
        (end.FramesPlayed + end.FramesSkipped).Should().Be(end.FramesReceived);
    }

    [Fact]
    public async Task In_real_time_nothing_is_skipped_and_every_sample_is_as_it_was()
    {
        (SessionStatistics end, _, float[] heard) = await PlayAsync(
            100,
            i => i * 20_000L - (i > 0 ? 3_000 : 0),
            frames: 100
        );
        end.FramesSkipped.Should().Be(0);
        heard[..(99 * FrameSamples)]
            .Should()
            .Equal(Enumerable.Range(0, 99 * FrameSamples).Select(i => Tone(i) / 32_768f));
    }

    [Fact]
    public async Task What_was_skipped_before_a_cancel_is_neither_played_nor_discarded()
    {
        var test = new TestEngine();
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(24_000, 1), MaxLatency = TimeSpan.FromMilliseconds(100) }
        );
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Range(0, 24_000).Select(Tone)]));
        test.Output.Render(240);
        session.Cancel();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        SessionStatistics end = (await session.Completion).Statistics;
        end.FramesSkipped.Should().BeInRange(20_000, 22_000);
        end.FramesPlayed.Should().BeInRange(100, 300);
        (end.FramesPlayed + end.FramesDiscarded + end.FramesSkipped).Should().Be(end.FramesReceived).And.Be(24_000);
    }

    [Theory]
    [InlineData(49), InlineData(30_001)]
    public void One_that_is_none_is_refused(int milliseconds) =>
        FluentActions
            .Invoking(() =>
                new TestEngine().Engine.OpenSession(
                    new SessionOptions
                    {
                        Format = AudioFormat.Pcm16(Rate, 1),
                        MaxLatency = TimeSpan.FromMilliseconds(milliseconds),
                    }
                )
            )
            .Should()
            .Throw<AudioException>()
            .WithMessage("*between 50 ms and 30 s*");

    /// <summary>Frames of 20 ms of a tone; what was held once the last had come.</summary>
    private async Task<(SessionStatistics End, TimeSpan Held, float[] Heard)> PlayAsync(
        int? maxMs,
        Func<int, long> comes,
        int frames
    )
    {
        var test = new TestEngine();
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions
            {
                Format = AudioFormat.Pcm16(Rate, 1),
                MaxLatency = maxMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            }
        );
        session.Events.Subscribe(happened =>
        {
            if (happened.Mark is { } mark)
                _marks.Add(mark.Name);
        });
        session.Mark(new SessionMark(2L * 10 * FrameSamples, "early"));
        session.Mark(new SessionMark(2L * 120 * FrameSamples, "skipped"));
        session.Mark(new SessionMark(2L * (frames - 2) * FrameSamples, "late"));
        var clock = new SinkClock(test, Rate);
        for (int i = 0; i < frames; i++)
        {
            clock.RunTo(comes(i));
            await session.WriteAsync(
                TestEngine.Pcm([.. Enumerable.Range(i * FrameSamples, FrameSamples).Select(Tone)])
            );
        }

        TimeSpan held = session.Statistics.Buffered;
        session.Complete();
        clock.RunOut();
        return ((await session.Completion).Statistics, held, clock.Heard());
    }

    private static short Tone(int frame) => (short)MathF.Round(16_384 * MathF.Sin(2 * MathF.PI * 50 * frame / Rate));

    private static double Milliseconds(long frames) => frames * 1_000.0 / Rate;
}
