using Audio.Core.Sessions;
using Audio.Core.Tests.Arrivals;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// Pauses are heard as they were sent, attacks as they are, and an end that is told late is an end: several sounds in
/// one open session.
/// </summary>
public sealed class GapTests
{
    private const int MixRate = 48_000;

    private static readonly int[] SoundsMs = [100, 1_500, 300, 120, 700, 200, 1_000, 150, 400, 100, 250, 600];
    private static readonly int[] PausesMs = [200, 50, 120, 80, 200, 60, 150, 100, 50, 190, 70];

    /// <summary>
    /// How the sounds come: each whole, in a burst of chunks of 20 ms, or in those chunks as they are played.
    /// </summary>
    public enum Way
    {
        Whole,
        Burst,
        AsItPlays,
    }

    public static TheoryData<int, Way> RatesAndWays()
    {
        var all = new TheoryData<int, Way>();
        foreach (int rate in new[] { 8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000 })
        {
            foreach (Way way in new[] { Way.Whole, Way.Burst })
                all.Add(rate, way);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(RatesAndWays))]
    public async Task Utterances_that_end_in_silence_begin_when_they_were_sent_and_their_pauses_are_no_underruns(
        int rate,
        Way way
    )
    {
        // 10 ms of the pause are sent: they end the sound.
        (IReadOnlyList<long> sent, float[] heard, SessionStatistics statistics) = await PlayAsync(
            rate,
            way,
            SoundsMs,
            i => PausesMs[i],
            silentEndMs: 10
        );
        AssertOnsets(sent, heard);
        statistics.Underruns.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(RatesAndWays))]
    public async Task Beeps_that_end_loud_begin_when_they_were_sent(int rate, Way way)
    {
        (IReadOnlyList<long> sent, float[] heard, _) = await PlayAsync(
            rate,
            way,
            SoundsMs,
            i => SoundsMs[i] / 2,
            silentEndMs: 0
        );
        AssertOnsets(sent, heard);
    }

    [Theory]
    [InlineData(120, 60), InlineData(200, 100), InlineData(200, 150), InlineData(400, 200)]
    public async Task Beeps_that_end_loud_keep_their_pauses_also_where_they_come_as_they_are_played(
        int soundMs,
        int pauseMs
    )
    {
        (IReadOnlyList<long> sent, float[] heard, _) = await PlayAsync(
            MixRate,
            Way.AsItPlays,
            [.. Enumerable.Repeat(soundMs, 30)],
            _ => pauseMs,
            silentEndMs: 0
        );
        AssertOnsets(sent, heard);
    }

    [Theory]
    [
        InlineData(500, 100, Way.Whole),
        InlineData(500, 100, Way.Burst),
        InlineData(800, 150, Way.Whole),
        InlineData(800, 150, Way.Burst),
        InlineData(400, 90, Way.Whole)
    ]
    [
        InlineData(300, 60, Way.Whole),
        InlineData(20, 100, Way.Whole),
        InlineData(20, 150, Way.Whole),
        InlineData(30, 60, Way.Whole)
    ]
    public async Task Where_sounds_look_as_if_they_were_late_a_hold_is_tried_now_and_then_and_most_pauses_stay(
        int soundMs,
        int pauseMs,
        Way way
    )
    {
        const int count = 100;
        (IReadOnlyList<long> sent, float[] heard, _) = await PlayAsync(
            MixRate,
            way,
            [.. Enumerable.Repeat(soundMs, count)],
            _ => pauseMs,
            silentEndMs: 0
        );
        int onTime = sent.Count(micros => BeginsAt(heard, micros));
        onTime.Should().BeGreaterThanOrEqualTo(count * 8 / 10);
    }

    [Theory]
    [InlineData(1, 0), InlineData(2, 0), InlineData(5, 0), InlineData(1, 10), InlineData(2, 10), InlineData(5, 10)]
    public async Task Clicks_lose_nothing_from_the_second_on(int milliseconds, int silentEndMs)
    {
        (IReadOnlyList<long> sent, float[] heard, _) = await PlayAsync(
            MixRate,
            Way.Whole,
            [.. Enumerable.Repeat(milliseconds, 5)],
            _ => 150,
            silentEndMs
        );
        float[] click = Sound(MixRate, milliseconds);
        foreach (long onset in sent)
        {
            int from = Onset(heard, onset);
            heard
                .AsSpan(from, click.Length)
                .ToArray()
                .Should()
                .Equal(click, (a, b) => MathF.Abs(a - b) < 1e-6f, $"the click sent at {onset} us is heard as it is");
        }
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task An_end_that_is_told_after_the_last_sample_is_no_underrun_and_fades_only_what_was_loud(
        bool silentEnd
    )
    {
        var test = new TestEngine();
        var events = new List<SessionEventKind>();
        AudioSession session = test.Open();
        session.Events.Subscribe(happened => events.Add(happened.Kind));
        await session.WriteAsync(Pcm([.. Sound(MixRate, 50), .. new float[silentEnd ? 480 : 0]]));
        test.Output.PlayOut();
        int heard = test.Output.Rendered.Count;
        test.Time.Advance(TimeSpan.FromMilliseconds(30));
        session.Complete();
        test.Output.Render(240).Should().BeFalse("nothing is left to be heard");
        test.Output.Rendered.Should().HaveCount(heard);
        test.Time.Advance(TimeSpan.FromSeconds(1));
        SessionResult result = await session.Completion;
        result
            .Should()
            .BeEquivalentTo(
                new { Reason = SessionEndReason.Completed, Statistics = new { Underruns = 0, FramesDiscarded = 0 } }
            );
        events.Should().Equal([SessionEventKind.Sounding]);
        int sound = silentEnd ? 60 * 48 : 50 * 48;
        heard.Should().Be(2 * (sound + (silentEnd ? 0 : 240)), "what ended loud fades, and what was whole does not");
    }

    [Fact]
    public async Task What_ended_in_silence_is_over_with_its_last_sample_when_the_end_comes()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(Pcm([.. Sound(MixRate, 10), .. new float[500]])); // ends within a period
        while (test.Output.Render(240)) { }

        session.Complete();
        test.Output.FramesPlayed = 980;
        test.Time.Advance(TimeSpan.FromMilliseconds(30));
        session.Completion.IsCompleted.Should().BeTrue("no fade is waited for");
        await session.Completion;
    }

    /// <summary>
    /// Also where it came in small chunks, and a machine that is late rendered for the first time when all were there:
    /// that was one sound, and no click.
    /// </summary>
    [Theory]
    [InlineData(1, 20, 30), InlineData(20, 1, 60)]
    public async Task What_goes_on_after_a_cut_is_faded_in_and_counted(int chunks, int chunkMs, int pauseMs)
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        for (int i = 0; i < chunks; i++)
            await session.WriteAsync(Pcm(Sound(MixRate, chunkMs)));
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromMilliseconds(pauseMs));
        int at = test.Output.Rendered.Count;
        await session.WriteAsync(Pcm(Sound(MixRate, 20)));
        test.Time.Advance(TimeSpan.FromMilliseconds(200));
        test.Output.PlayOut();
        test.Output.Rendered[at].Should().BeApproximately(0.5f / 240, 1e-4f);
        session.Statistics.Underruns.Should().Be(1);
    }

    private static void AssertOnsets(IReadOnlyList<long> sent, float[] heard)
    {
        foreach (long micros in sent)
        {
            long onset = Onset(heard, micros) * 1_000_000L / MixRate;
            onset.Should().BeInRange(micros - 1_000, micros + 5_000, $"sent at {string.Join(", ", sent)}");
        }
    }

    /// <summary>Whether it is silent before the time, and sounds within a period of it.</summary>
    private static bool BeginsAt(float[] heard, long micros)
    {
        int at = (int)(micros * MixRate / 1_000_000);
        return MathF.Abs(heard[Math.Max(0, at - 96)]) < 0.02f == at > 0
            && heard.AsSpan(at, 240).ContainsAnyExceptInRange(-0.02f, 0.02f);
    }

    /// <summary>The first frame that sounds from a little before the time on, with silence in front.</summary>
    private static int Onset(float[] heard, long micros)
    {
        int from = Math.Max(0, (int)((micros - 2_000) * MixRate / 1_000_000));
        if (from > 0)
            MathF.Abs(heard[from]).Should().BeLessThan(0.02f, $"it is silent before {micros} us");
        int onset = from;
        while (onset < heard.Length && MathF.Abs(heard[onset]) < 0.02f)
            onset++;
        return onset;
    }

    /// <summary>Plays sounds with pauses in one session, and says when each was sent and what was heard.</summary>
    private static async Task<(IReadOnlyList<long> Sent, float[] Heard, SessionStatistics Statistics)> PlayAsync(
        int rate,
        Way way,
        int[] soundsMs,
        Func<int, int> pauseMs,
        int silentEndMs
    )
    {
        var test = new TestEngine();
        AudioSession session = test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, 1) });
        var clock = new SinkClock(test, MixRate);
        var sent = new List<long>();
        long now = 0;
        for (int i = 0; i < soundsMs.Length; i++)
        {
            byte[] sound = Pcm([.. Sound(rate, soundsMs[i]), .. new float[rate * silentEndMs / 1_000]]);
            int piece = way == Way.Whole ? sound.Length : 2 * (rate / 50);
            sent.Add(now);
            for (int start = 0; start < sound.Length; start += piece)
            {
                clock.RunTo(now + (way == Way.AsItPlays ? start / piece * 20_000 : 0));
                await session.WriteAsync(sound.AsMemory(start, Math.Min(piece, sound.Length - start)));
            }

            if (i < soundsMs.Length - 1)
                now += 1_000L * (soundsMs[i] + pauseMs(i));
        }

        clock.RunTo(now + 100_000);
        session.Complete();
        clock.RunOut();
        return (sent, clock.Heard(), session.Statistics);
    }

    /// <summary>Loud from its first sample to its last.</summary>
    private static float[] Sound(int rate, int milliseconds) =>
        [
            .. Enumerable
                .Range(0, rate * milliseconds / 1_000)
                .Select(i => 0.5f * MathF.Cos(2 * MathF.PI * 500 * i / rate) >= 0 ? 0.5f : -0.5f),
        ];

    private static byte[] Pcm(float[] samples) =>
        TestEngine.Pcm([.. samples.Select(sample => (short)(sample * 32_768))]);
}
