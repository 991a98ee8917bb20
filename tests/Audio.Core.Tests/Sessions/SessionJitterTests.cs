using Audio.Core.Sessions;
using Audio.Core.Tests.Arrivals;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// What a session says it does against chunks that come late: frames of 20 ms in real time, in spurts with pauses, as a
/// voice channel sends them.
/// </summary>
public sealed class SessionJitterTests
{
    private const int Rate = 48_000;
    private const int FrameMs = 20;

    [Fact]
    public async Task With_a_jitter_buffer_of_40_ms_spurts_of_frames_in_real_time_have_no_gap()
    {
        (SessionStatistics statistics, int gaps, _) = await SpurtsAsync(
            SessionJitter.Fixed(TimeSpan.FromMilliseconds(40))
        );
        statistics.Underruns.Should().Be(0);
        gaps.Should().Be(0);
    }

    [Fact]
    public async Task Without_one_the_same_spurts_have_gaps()
    {
        (_, int gaps, _) = await SpurtsAsync(SessionJitter.None);
        gaps.Should().BeGreaterThan(5);
    }

    [Fact]
    public async Task The_buffer_is_filled_at_the_start_and_again_in_front_of_each_spurt()
    {
        (_, _, IReadOnlyList<double> waits) = await SpurtsAsync(SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)));
        waits.Should().HaveCount(6).And.OnlyContain(wait => wait >= 38 && wait <= 46, "40 ms, and up to a period");
    }

    [Fact]
    public async Task What_is_sent_in_bursts_does_not_wait_for_the_buffer()
    {
        var test = new TestEngine();
        AudioSession session = Open(test, SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)));
        await session.WriteAsync(Loud(FrameMs));
        await session.WriteAsync(Loud(FrameMs));
        test.Output.Render(240).Should().BeFalse("20 ms are held beyond the newest chunk");
        await session.WriteAsync(Loud(FrameMs));
        test.Output.Render(240).Should().BeTrue("40 ms are");
    }

    [Fact]
    public async Task One_frame_alone_is_heard_when_the_buffer_s_time_is_over()
    {
        var test = new TestEngine();
        AudioSession session = Open(test, SessionJitter.Fixed(TimeSpan.FromMilliseconds(40)));
        await session.WriteAsync(Loud(FrameMs));
        test.Time.Advance(TimeSpan.FromMilliseconds(39));
        test.Output.Render(240).Should().BeFalse();
        test.Time.Advance(TimeSpan.FromMilliseconds(1));
        test.Output.Render(240).Should().BeTrue();
    }

    [Fact]
    public async Task None_waits_neither_at_the_start_nor_after_a_gap_whatever_the_daemon_does_by_default()
    {
        var test = new TestEngine(options => options.Prefill = TimeSpan.FromMilliseconds(100));
        AudioSession session = Open(test, SessionJitter.None);
        for (int i = 0; i < 50; i++)
        {
            await session.WriteAsync(Loud(FrameMs));
            for (int period = 0; period < 4; period++)
            {
                test.Output.Render(240).Should().BeTrue();
                test.Time.Advance(TimeSpan.FromMilliseconds(5));
            }
        }

        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromMilliseconds(100));
        await session.WriteAsync(Loud(FrameMs));
        test.Output.Render(240).Should().BeTrue();
    }

    private static async Task<(SessionStatistics Statistics, int Gaps, IReadOnlyList<double> WaitsMs)> SpurtsAsync(
        SessionJitter jitter
    )
    {
        var test = new TestEngine();
        AudioSession session = Open(test, jitter);
        var clock = new SinkClock(test, Rate);
        var random = new Random(1);
        var begun = new List<long>();
        long now = 0;
        for (int spurt = 0; spurt < 6; spurt++)
        {
            long last = 0;
            for (int i = 0; i < 40; i++)
            {
                last = Math.Max(last, now + 1_000 * FrameMs * i + (i == 0 ? 0 : (long)(30_000 * random.NextDouble())));
                if (i == 0)
                    begun.Add(last);
                clock.RunTo(last);
                // the last is silent
                await session.WriteAsync(i == 39 ? new byte[2 * Rate / 1_000 * FrameMs] : Loud(FrameMs));
            }

            now += 1_000 * (FrameMs * 40 + 300);
        }

        clock.RunTo(now);
        session.Complete();
        clock.RunOut();
        float[] heard = clock.Heard();
        int gaps = 0;
        var waits = new List<double>();
        foreach (long start in begun)
        {
            int from = (int)(start * Rate / 1_000_000);
            int onset = Array.FindIndex(heard, from, sample => sample != 0);
            waits.Add((onset - from) * 1_000.0 / Rate);
            for (int i = 1; i < 39 * FrameMs * Rate / 1_000; i++)
            {
                if (heard[onset + i] == 0 && heard[onset + i - 1] != 0)
                    gaps++;
            }
        }

        return (session.Statistics, gaps, waits);
    }

    private static AudioSession Open(TestEngine test, SessionJitter jitter) =>
        test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(Rate, 1), Jitter = jitter });

    private static byte[] Loud(int milliseconds) =>
        TestEngine.Pcm([.. Enumerable.Repeat((short)10_000, Rate / 1_000 * milliseconds)]);
}
