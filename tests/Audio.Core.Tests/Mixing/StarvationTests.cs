using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Mixing;

/// <summary>
/// A session that starves at arbitrary moments, through the whole engine: every sample of it, and no step that clicks.
/// </summary>
public sealed class StarvationTests
{
    private const int Ramp = 240;

    /// <summary>
    /// The steepest that full-scale 50 Hz is at 48 kHz, and the ramp, and what rounding to 16 bits may add.
    /// </summary>
    private const float LargestStep = 2 * MathF.PI * 50 / 48_000 + 1f / Ramp + 2f / 32_768;

    public static TheoryData<int, int> ChunkSizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (int milliseconds in new[] { 1, 2, 3, 5, 7, 10, 20, 33, 60 })
        {
            sizes.Add(milliseconds, 1);
            sizes.Add(milliseconds, 2);
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(ChunkSizes))]
    public async Task A_full_scale_tone_that_starves_anywhere_has_every_sample_once_and_no_step(
        int chunkMilliseconds,
        int channels
    )
    {
        int underruns = 0;
        for (int seed = 1; seed <= 4; seed++)
        {
            var random = new Random(seed);
            var test = new TestEngine(options => options.MaxPrefill = TimeSpan.Zero);
            AudioSession session = test.Open(channels);
            float[] tone = Tone(frames: 96_000, channels);
            var listener = new Listener(tone, channels);
            int chunk = chunkMilliseconds * 48;
            int sent = 0;
            while (sent < 24_000)
            {
                // Mostly a little ahead of what is played, a third of the time not at all; now and then for long.
                int lead = random.Next(3) == 0 ? 0 : random.Next(1, 2 * chunk + 480);
                while (sent - listener.Played < lead)
                {
                    await session.WriteAsync(Bytes(tone, channels, sent, chunk));
                    sent += chunk;
                }

                for (int renders = random.Next(20) == 0 ? 40 : 1; renders > 0; renders--)
                {
                    int period = random.Next(4) == 0 ? random.Next(1, 1_500) : 240;
                    test.Output.Render(period).Should().Be(listener.Render(period, sent));
                }
            }

            session.Complete();
            listener.End(sent);
            test.Output.PlayOut();
            while (listener.Render(240, sent)) { }

            test.Time.Advance(TimeSpan.FromSeconds(1));
            (await session.Completion).Statistics.FramesPlayed.Should().Be(sent);
            (await session.Completion).Statistics.Underruns.Should().Be(listener.Underruns);
            underruns += listener.Underruns;
            float[] heard = [.. test.Output.Rendered];
            heard.Should().HaveCount(listener.Heard.Count);
            Enumerable
                .Range(0, heard.Length)
                .Where(i => Math.Abs(heard[i] - listener.Heard[i]) > 1e-6f)
                .Should()
                .BeEmpty("every sample is what the rules say");
            Enumerable
                .Range(2, heard.Length - 2)
                .Where(i => Math.Abs(heard[i] - heard[i - 2]) > LargestStep && i / 2 != listener.EndedAt)
                .Should()
                .BeEmpty("only a natural end may be a step");
        }

        underruns.Should().BeGreaterThan(5, "it is to starve");
    }

    [Fact]
    public async Task A_stream_whose_end_comes_in_time_ends_as_it_is()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 300)]));
        session.Complete();
        test.Output.PlayOut();
        test.Output.Rendered.Should().Equal(Enumerable.Repeat(0.5f, 600).Concat(new float[2 * 180]));
    }

    [Fact]
    public async Task An_end_that_comes_while_it_fades_lets_it_fade_and_is_told_when_that_was_heard()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 300)]));
        test.Output.Render(240);
        test.Output.Render(240);
        session.Complete();
        test.Output.Render(240).Should().BeTrue();
        test.Output.Render(240).Should().BeFalse();
        test.Output.Rendered.Should()
            .Equal(
                Enumerable
                    .Range(0, 720)
                    .SelectMany(i =>
                    {
                        float sample =
                            i < 300 ? 0.5f
                            : i < 540 ? 0.5f * ((539 - i) / 240f)
                            : 0f;
                        return new[] { sample, sample };
                    }),
                (heard, expected) => Math.Abs(heard - expected) < 1e-6f
            );
        session.Statistics.FramesPlayed.Should().Be(0, "nothing has been heard yet");
        test.Output.FramesPlayed = 539;
        test.Time.Advance(TimeSpan.FromSeconds(1));
        session.Completion.IsCompleted.Should().BeFalse("the fade is still to be heard");
        test.Output.FramesPlayed = 540;
        test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.Should().BeEquivalentTo(new { FramesPlayed = 300L, Underruns = 0 });
    }

    [Fact]
    public async Task An_end_that_comes_while_it_fades_into_a_pause_ends_it()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 300)]));
        test.Output.Render(240);
        test.Output.Render(240);
        session.Pause();
        session.Complete();
        test.Output.PlayOut();
        test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion)
            .Should()
            .BeEquivalentTo(new { Reason = SessionEndReason.Completed, Statistics = new { FramesPlayed = 300L } });
    }

    [Fact]
    public async Task A_cancel_while_it_fades_is_over_with_the_fade()
    {
        var test = new TestEngine();
        AudioSession session = test.Open();
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 240)]));
        test.Output.Render(240);
        test.Output.Render(120);
        session.Cancel();
        test.Output.Render(240).Should().BeTrue();
        test.Output.Render(240).Should().BeFalse();
        test.Output.Rendered[2 * 479].Should().Be(0f);
        test.Output.Rendered[2 * 478].Should().BeApproximately(0.5f / 240, 1e-6f);
        test.Output.FramesPlayed = 480;
        test.Time.Advance(TimeSpan.FromMilliseconds(20));
        (await session.Completion)
            .Should()
            .BeEquivalentTo(new { Reason = SessionEndReason.Cancelled, Statistics = new { FramesPlayed = 240L } });
    }

    [Fact]
    public async Task A_pause_and_a_volume_in_a_starvation_count_from_the_sample_with_which_it_goes_on()
    {
        var test = new TestEngine(options => options.MaxPrefill = TimeSpan.Zero);
        AudioSession session = test.Open();
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 240)]));
        test.Output.Render(240);
        test.Output.Render(60);
        session.Pause();
        session.Volume = 0.5f;
        await session.WriteAsync(TestEngine.Pcm([.. Enumerable.Repeat((short)16_384, 480)]));
        test.Output.PlayOut();
        int silent = test.Output.Rendered.Count / 2;
        test.Output.Rendered[2 * 479].Should().Be(0f, "it has faded, paused or not");
        session.Resume();
        test.Output.Render(240);
        test.Output.Rendered[2 * silent].Should().BeApproximately(0.25f / 240, 1e-6f);
        test.Output.Rendered[2 * (silent + 239)].Should().Be(0.25f);
        session.Statistics.FramesPlayed.Should().Be(240);
    }

    private static float[] Tone(int frames, int channels) =>
        [
            .. Enumerable
                .Range(0, frames * channels)
                .Select(i => MathF.Sin(2 * MathF.PI * 50 * (i / channels) / 48_000 + 0.3f * (i % channels))),
        ];

    private static byte[] Bytes(float[] tone, int channels, int first, int frames) =>
        TestEngine.Pcm([
            .. tone.Skip(first * channels)
                .Take(frames * channels)
                .Select(sample => (short)MathF.Round(sample * 32_767)),
        ]);

    /// <summary>What is to be heard, by the rules, one frame at a time.</summary>
    private sealed class Listener(float[] tone, int channels)
    {
        private bool _ended;
        private bool _starving;
        private float _from = 1f;
        private float _target = 1f;
        private int _step = Ramp;

        public List<float> Heard { get; } = [];

        public int Played { get; private set; }

        public int Underruns { get; private set; }

        /// <summary>The frame behind the natural end of the stream; -1: it was none.</summary>
        public int EndedAt { get; private set; } = -1;

        public void End(int sent) => _ended = sent >= Played;

        public bool Render(int frames, int sent)
        {
            bool fades = _starving && _step < Ramp;
            if (Played == sent && (_ended || Played == 0 || (_starving && !fades)))
            {
                if (!fades)
                    return false;
            }

            for (int i = 0; i < frames; i++)
            {
                bool here = Played < sent;
                if (here && _starving)
                {
                    Underruns++;
                    Turn(starving: false);
                }
                else if (!here && !_starving && !_ended)
                {
                    Turn(starving: true);
                }

                if (here)
                    Played++;
                bool over = !here && _ended && !_starving;
                if (over && EndedAt < 0)
                    EndedAt = Heard.Count / 2;
                float gain = over ? 0f : Gain();
                for (int side = 0; side < 2; side++)
                {
                    float sample =
                        MathF.Round(tone[(Played - 1) * channels + Math.Min(side, channels - 1)] * 32_767) / 32_768;
                    Heard.Add(sample * gain);
                }
            }

            return true;
        }

        private void Turn(bool starving)
        {
            _from = _step == 0 ? _from : At(_step - 1);
            (_starving, _target, _step) = (starving, starving ? 0f : 1f, 0);
        }

        private float Gain() => _step < Ramp ? At(_step++) : _target;

        private float At(int step) => _target + (_from - _target) * ((Ramp - 1 - step) / (float)Ramp);
    }
}
