using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Core.Tests.Effects;
using Audio.Protocol;
using Audio.Testing;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// Sessions with effects, in virtual time: exact samples, and positions that stay those of the stream.
/// </summary>
public sealed class SessionEffectsTests
{
    private const int Rate = 48_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TestEngine _test = new();

    [Fact]
    public async Task Effects_work_in_their_order_and_each_sample_is_what_they_make_of_it()
    {
        AudioSession session = Open(
            EffectChain
                .Empty.With("add", _ => new Each(static sample => sample + 0.25f))
                .With("double", _ => new Each(static sample => sample * 2))
        );
        await session.WriteAsync(Pcm(Ramp(300)));
        session.Complete();
        SessionResult result = await PlayOutAsync(session);
        Left(300).Should().Equal(Enumerable.Range(1, 300).Select(i => (i / 32768f + 0.25f) * 2));
        Figures(result).Should().Be((SessionEndReason.Completed, 300, 300, 0));
    }

    [Fact]
    public async Task Where_a_session_names_none_it_has_those_of_the_engine_and_an_empty_chain_is_none()
    {
        var test = new TestEngine(options => options.SessionEffects = EffectChain.Parse("gain:-20"));
        foreach (
            (EffectChain? chain, float expected) in new[]
            {
                (null, 0.05f),
                (EffectChain.Empty, 0.5f),
                (EffectChain.Parse("gain:-40"), 0.005f),
            }
        )
        {
            int before = test.Output.Rendered.Count;
            AudioSession session = test.Engine.OpenSession(
                new SessionOptions { Format = AudioFormat.Pcm16(Rate, 1), Effects = chain }
            );
            await session.WriteAsync(Pcm(16_384));
            test.Output.Render(1);
            test.Output.Rendered[before].Should().BeApproximately(expected, 1e-6f);
            session.Cancel();
            test.Output.Render(480);
            test.Time.Advance(Second);
        }
    }

    [Theory]
    [InlineData("loudness:-20:3000")]
    [InlineData("loudness:-20:3000,speed:1.5")]
    public async Task What_effects_hold_at_the_end_may_be_more_than_there_is_room_for(string chain)
    {
        var test = new TestEngine(static options => options.MaxBuffered = Second);
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(Rate, 1), Effects = EffectChain.Parse(chain) }
        );
        await session.WriteAsync(Tone(0.05, 5 * Rate / 2));
        session.Complete();
        while (!session.Completion.IsCompleted && test.Output.FramesPlayed < 10 * Rate)
        {
            test.Output.Render(480);
            test.Output.FramesPlayed += 480;
            test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        Figures(await session.Completion)
            .Should()
            .Be((SessionEndReason.Completed, 5 * Rate / 2, 5 * Rate / 2, 0), session.Completion.Result.Error);
    }

    [Theory]
    [InlineData("speed:2", 24_000)]
    [InlineData("speed:0.5", 96_000)]
    public async Task At_another_speed_positions_are_those_of_the_stream(string chain, int framesOut)
    {
        AudioSession session = Open(EffectChain.Parse(chain), rate: 24_000);
        await session.WriteAsync(
            Pcm([.. Enumerable.Range(0, 24_000).Select(i => (short)(8_000 * Math.Sin(i * 0.05)))])
        );
        session.Complete();
        for (int rendered = 0; rendered < framesOut; rendered += 2_400)
        {
            _test.Output.FramesPlayed = rendered;
            session
                .Statistics.FramesPlayed.Should()
                .BeCloseTo(24_000L * rendered / framesOut, 2, "so much of the stream was heard");
            _test.Output.Render(2_400).Should().BeTrue();
        }

        _test.Output.Render(2_400).Should().BeFalse("that was all");
        _test.Output.FramesPlayed = framesOut;
        _test.Time.Advance(Second);
        Figures(await session.Completion).Should().Be((SessionEndReason.Completed, 24_000, 24_000, 0));
    }

    [Fact]
    public async Task Trimmed_silence_counts_as_played_once_what_is_behind_it_is_heard()
    {
        AudioSession session = Open(EffectChain.Parse("trim:-50:200"));
        short[] tone = [.. Enumerable.Range(0, Rate / 2).Select(i => (short)(8_000 * Math.Cos(i * 0.05)))];
        await session.WriteAsync(
            Pcm([.. new short[Rate], .. tone, .. new short[2 * Rate], .. tone, .. new short[Rate]])
        );
        session.Complete();
        int lead = Rate / 50;
        PlayedAfter(0).Should().Be(0);
        PlayedAfter(1)
            .Should()
            .BeCloseTo(
                Rate - lead,
                512,
                "the silence in front was left out, but for 20 ms; at a cut a position is right to a piece of work"
            );
        PlayedAfter(lead + Rate / 2).Should().BeCloseTo(Rate * 3 / 2, 512);
        PlayedAfter(lead + Rate / 2 + Rate / 5 + Rate / 4)
            .Should()
            .BeCloseTo(Rate * 15 / 4, 512, "1.8 of the 2 s between were left out");
        _test.Output.Render(2 * Rate);
        _test.Output.FramesPlayed = 4 * Rate;
        _test.Time.Advance(Second);
        Figures(await session.Completion).Should().Be((SessionEndReason.Completed, 5 * Rate, 5 * Rate, 0));

        long PlayedAfter(int frames)
        {
            if (frames > _test.Output.FramesPlayed)
                _test.Output.Render(frames - (int)_test.Output.FramesPlayed);
            _test.Output.FramesPlayed = frames;
            return session.Statistics.FramesPlayed;
        }
    }

    [Fact]
    public async Task Nothing_but_silence_trimmed_completes()
    {
        AudioSession session = Open(EffectChain.Parse("trim"));
        await session.WriteAsync(new byte[2 * Rate]);
        session.Complete();
        Figures(await session.Completion).Should().Be((SessionEndReason.Completed, Rate, Rate, 0));
    }

    [Fact]
    public async Task The_latency_of_an_effect_is_taken_out_at_both_ends()
    {
        AudioSession session = Open(EffectChain.Empty.With("delay", _ => new Delay(100)));
        await session.WriteAsync(Pcm(Ramp(80)));
        _test.Output.Render(1).Should().BeFalse("the first sample is 20 frames away");
        await session.WriteAsync(Pcm(Ramp(220, first: 81)));
        _test.Output.Render(200).Should().BeTrue();
        _test.Output.FramesPlayed = 150;
        session.Statistics.FramesPlayed.Should().Be(150);
        session.Complete();
        SessionResult result = await PlayOutAsync(session);
        Left(300).Should().Equal(Enumerable.Range(1, 300).Select(i => i / 32768f));
        Figures(result).Should().Be((SessionEndReason.Completed, 300, 300, 0));
    }

    [Fact]
    public async Task A_fault_in_an_effect_fails_its_session_and_no_other()
    {
        AudioSession other = _test.Open();
        await other.WriteAsync(Pcm(Ramp(480)));
        AudioSession session = Open(
            EffectChain.Empty.With("broken", _ => new Each(static sample =>
                sample > 0.01f ? throw new InvalidOperationException("no more") : sample
            ))
        );
        await session.WriteAsync(Pcm(Ramp(2_000)));
        _test.Output.Render(480);
        _test.Time.Advance(Second);
        SessionResult result = await session.Completion;
        (result.Reason, result.Error).Should().Be((SessionEndReason.Failed, "no more"));
        other.Complete();
        (await PlayOutAsync(other)).Statistics.FramesPlayed.Should().Be(480);
    }

    [Fact]
    public void An_effect_that_cannot_work_at_the_mix_rate_is_refused_before_the_session_opens()
    {
        var test = new TestEngine(options => options.Sink = options.Sink with { SampleRate = 8_000 });
        FluentActions
            .Invoking(() =>
                test.Engine.OpenSession(
                    new SessionOptions
                    {
                        Format = AudioFormat.Pcm16(Rate, 1),
                        Effects = EffectChain.Parse("highpass:5000"),
                    }
                )
            )
            .Should()
            .Throw<EffectException>()
            .WithMessage("highpass: 5000 Hz is too high*");
        test.Engine.Sessions.Should().BeEmpty();
        FluentActions
            .Invoking(() =>
                new TestEngine(options =>
                {
                    options.Sink = options.Sink with { SampleRate = 8_000 };
                    options.SessionEffects = EffectChain.Parse("highpass:5000");
                })
            )
            .Should()
            .Throw<AudioException>()
            .WithMessage("SessionEffects: highpass: 5000 Hz is too high*");
    }

    [Fact]
    public async Task A_whole_sound_is_heard_once_its_end_has_come_at_the_loudness_that_was_asked_for()
    {
        AudioSession session = Open(EffectChain.Parse("loudness:-20"));
        await session.WriteAsync(Tone(0.01, Rate));
        _test.Output.Render(480).Should().BeFalse("it is looked ahead");
        session.Complete();
        _test.Output.Render(480).Should().BeTrue("the whole is known");
        _test.Output.Rendered.Max().Should().BeApproximately(0.1f, 0.003f);
        Figures(await PlayOutAsync(session)).Should().Be((SessionEndReason.Completed, Rate, Rate, 0));
    }

    [Fact]
    public async Task A_live_stream_waits_no_longer_than_it_may_and_does_not_starve_because_of_the_look_ahead()
    {
        AudioSession session = Open(EffectChain.Parse("loudness:-20:3000:200"));
        bool sounded = false;
        for (int ms = 0; ms < 2_000; ms += 10)
        {
            await session.WriteAsync(Tone(0.05, Rate / 100));
            _test.Time.Advance(TimeSpan.FromMilliseconds(10));
            bool sounds = _test.Output.Render(Rate / 100);
            sounds.Should().Be(ms + 10 >= 200, "it waits 200 ms, then it plays on");
            sounded |= sounds;
        }

        sounded.Should().BeTrue();
        session.Statistics.Underruns.Should().Be(0);
    }

    [Fact]
    public async Task What_is_held_back_is_let_out_before_the_mixer_runs_dry()
    {
        AudioSession session = Open(EffectChain.Parse("loudness:-20:1000"));
        await session.WriteAsync(Tone(0.05, 2 * Rate)); // a second is held, a second may be heard
        for (int ms = 0; ms < 2_000; ms += 10)
        {
            _test
                .Output.Render(Rate / 100)
                .Should()
                .BeTrue("nothing of two seconds may be missing, though no more comes");
            _test.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        session.Statistics.Underruns.Should().Be(0);
        _test.Output.Render(Rate / 100).Should().BeTrue("it fades, since no more has come");
        _test.Output.Render(Rate / 100).Should().BeFalse();
    }

    [Theory]
    [InlineData("speed:0.5")]
    [InlineData("trim:-50:10000")]
    [InlineData("loudness:-20:5000:0")]
    public async Task What_is_promised_room_is_taken_at_once(string chain)
    {
        var test = new TestEngine(options => options.MaxBuffered = TimeSpan.FromSeconds(3));
        AudioSession session = test.Engine.OpenSession(
            new SessionOptions { Format = AudioFormat.Pcm16(Rate, 1), Effects = EffectChain.Parse(chain) }
        );
        for (int turn = 0; turn < 40; turn++)
        {
            int bytes = (int)(session.RoomUpTo() - session.BytesReceived) / 2 * 2;
            bytes.Should().BeGreaterThanOrEqualTo(0);
            byte[] sound = turn % 3 == 1 ? new byte[bytes] : Tone(0.1, bytes / 2);
            session
                .WriteAsync(sound)
                .IsCompleted.Should()
                .BeTrue("turn {0}: room for {1} bytes was promised", turn, bytes);
            test.Output.Render(Rate / 4);
            test.Time.Advance(TimeSpan.FromMilliseconds(250));
        }

        session.Cancel();
        test.Output.Render(Rate / 4);
        test.Time.Advance(Second);
        (await session.Completion).Reason.Should().Be(SessionEndReason.Cancelled);
        test.Engine.BlocksRented.Should().Be(0);
    }

    [Theory]
    [InlineData("gain:-6,highpass:80,peak:3000:4:1.2,loudness:-18,trim:-45:300,speed:1.25", 1)]
    [InlineData("loudness:-18:0", 2)]
    public void A_chunk_allocates_nothing(string chain, int channels)
    {
        AudioSession session = Open(EffectChain.Parse(chain), channels: channels);
        byte[] chunk = Tone(0.2, Rate / 50 * channels);
        for (int i = 0; i < 250; i++) // until every look-ahead is full
        {
            session.WriteAsync(chunk).IsCompletedSuccessfully.Should().BeTrue();
            _test.Output.Render(Rate / 50);
        }

        Allocations.Of(() => session.WriteAsync(chunk).GetAwaiter().GetResult()).Should().Be(0);
    }

    private AudioSession Open(EffectChain effects, int rate = Rate, int channels = 1) =>
        _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, channels), Effects = effects });

    private IEnumerable<float> Left(int frames) =>
        _test.Output.Rendered.Where(static (_, i) => i % 2 == 0).Take(frames);

    private async Task<SessionResult> PlayOutAsync(AudioSession session)
    {
        while (_test.Output.Render(480))
        {
            // Until all was mixed.
        }

        _test.Output.FramesPlayed = 10_000_000;
        _test.Time.Advance(Second);
        return await session.Completion;
    }

    private static (SessionEndReason Reason, long Received, long Played, int Underruns) Figures(SessionResult result) =>
        (result.Reason, result.Statistics.FramesReceived, result.Statistics.FramesPlayed, result.Statistics.Underruns);

    private static byte[] Tone(double amplitude, int samples) =>
        Pcm([
            .. Enumerable.Range(0, samples).Select(i => (short)(32_767 * amplitude * Math.Sin(2 * Math.PI * i * 0.02))),
        ]);
}
