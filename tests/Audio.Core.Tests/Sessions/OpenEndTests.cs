using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Core.Tests.Dsp;
using Audio.Core.Tests.Effects;
using Audio.Core.Tests.Signals;
using Audio.Protocol;
using Audio.Testing.Engines;
using static Audio.Testing.Engines.TestEngine;

namespace Audio.Core.Tests.Sessions;

/// <summary>
/// What was sent is heard to its last sample while the session stays open, and the next sentence begins with itself.
/// </summary>
public sealed class OpenEndTests
{
    private const int MixRate = 48_000;
    private readonly TestEngine _test = new();

    public static TheoryData<int, int, int> RatesChannelsAndCuts()
    {
        return new(
            from rate in new[] { 8_000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000 }
            from channels in new[] { 1, 2 }
            from cut in new[] { 1, 7, 640, 4_096, int.MaxValue }
            select (rate, channels, cut)
        );
    }

    [Theory]
    [MemberData(nameof(RatesChannelsAndCuts))]
    public async Task All_of_a_sentence_is_heard_with_the_session_open(int rate, int channels, int cut)
    {
        AudioSession session = Open(rate, channels);
        foreach (int seed in new[] { 1, 2 })
        {
            short[] sentence = Sentence(rate, channels, seed);
            int before = _test.Output.Rendered.Count;
            await SendAsync(session, sentence, cut);
            _test.Output.PlayOut();
            Sound(before, channels, Frames(sentence, rate, channels))
                .Should()
                .Equal(
                    Reference(sentence, rate, channels),
                    "sentence {0} is heard whole, from its own beginning",
                    seed
                );
            _test.Time.Advance(TimeSpan.FromSeconds(1));
        }

        session.Statistics.FramesPlayed.Should().Be(session.Statistics.FramesReceived);
    }

    [Theory]
    [InlineData(8_000), InlineData(16_000), InlineData(22_050), InlineData(44_100), InlineData(96_000)]
    public async Task Where_the_next_chunk_comes_in_time_nothing_shows_of_the_cut(int rate)
    {
        AudioSession session = Open(rate, 1);
        short[] sound = Sentence(rate, 1, 3);
        int chunk = rate / 50;
        await SendAsync(session, sound[..chunk], int.MaxValue);
        for (int at = chunk; at < sound.Length; at += chunk)
        {
            await SendAsync(session, sound[at..Math.Min(at + chunk, sound.Length)], int.MaxValue);
            _test.Output.Render(MixRate / 50).Should().BeTrue();
        }

        _test.Output.PlayOut();
        Sound(0, 1, Frames(sound, rate, 1)).Should().Equal(Reference(sound, rate, 1));
        session.Statistics.Underruns.Should().Be(0);
    }

    [Theory]
    [InlineData(8_000), InlineData(16_000), InlineData(24_000), InlineData(44_100)]
    public async Task Where_the_tail_was_heard_when_the_next_chunk_comes_it_goes_on_without_a_shift(int rate)
    {
        AudioSession session = Open(rate, 1);
        short[] sound = Sine(rate, rate / 2);
        int chunk = rate / 50;
        for (int at = 0; at < sound.Length; at += chunk)
        {
            await SendAsync(session, sound[at..(at + chunk)], int.MaxValue);
            _test.Output.Render(MixRate / 50).Should().BeTrue();
        }

        float[] heard = [.. Sound(0, 1, Frames(sound, rate, 1))];
        float[] reference = Reference(sound, rate, 1);
        double step = 0.5 * 2 * Math.PI * 440 / rate;
        heard
            .Zip(reference, static (a, b) => Math.Abs(a - b))
            .Max()
            .Should()
            .BeLessThan((float)step, "the end of a chunk is made as though its last sample lasted");
        int middle = MixRate / 100;
        for (int at = 0; at < heard.Length; at += MixRate / 50)
        {
            heard[at..(at + middle / 2)]
                .Should()
                .Equal(reference[at..(at + middle / 2)], "what lies behind that is as it was sent");
        }

        session.Statistics.Underruns.Should().Be(0);
    }

    [Theory]
    [InlineData(8_000), InlineData(16_000), InlineData(24_000), InlineData(44_100), InlineData(96_000)]
    public async Task A_sound_shorter_than_the_filter_is_heard_at_once(int rate)
    {
        AudioSession session = Open(rate, 1);
        await SendAsync(session, [.. Enumerable.Repeat((short)16_384, rate / 1_000)], 1);
        _test.Output.Render(MixRate / 200).Should().BeTrue();
        Sound(0, 1, MixRate / 1_000).Average().Should().BeApproximately(0.5f, 0.03f);
        session.Complete();
        _test.Output.PlayOut();
        _test.Time.Advance(TimeSpan.FromSeconds(1));
        (await session.Completion).Statistics.FramesPlayed.Should().Be(rate / 1_000);
    }

    [Theory]
    [InlineData("gain:-6", 16_000, 1)]
    [InlineData("highpass:80,peak:3000:4:1.2", 8_000, 2)]
    [InlineData("highpass:80,peak:3000:4:1.2", 22_050, 1)]
    [InlineData("highpass:300", 48_000, 2)]
    [InlineData("trim:-60,gain:-3", 24_000, 1)]
    [InlineData("gain:-6,loudness:-18:0", 44_100, 2)]
    [InlineData("own", 16_000, 1)]
    [InlineData("own", 96_000, 2)]
    public async Task Through_effects_all_of_a_sentence_is_heard_and_the_next_begins_with_itself(
        string effects,
        int rate,
        int channels
    )
    {
        EffectChain chain =
            effects == "own"
                ? EffectChain.Empty.With("own", _ => new Each(static sample => sample / 2))
                : EffectChain.Parse(effects);
        IStreamEffect expected = chain.CreateStream(AudioFormat.Float32(MixRate, channels));
        AudioSession session = Open(rate, channels, chain);
        var marks = new List<string>();
        using IDisposable watch = session.Events.Subscribe(happened =>
            marks.AddRange(happened.Mark is { } mark ? [mark.Name] : [])
        );
        foreach (int seed in new[] { 1, 2, 3 })
        {
            short[] sentence = Sentence(rate, channels, seed);
            float[] reference = Reference(sentence, rate, channels);
            expected.Process(reference, reference = new float[reference.Length], out _, out int made);
            made.Should().Be(reference.Length);
            ((IPreviewEffect)expected).Rest();
            int before = _test.Output.Rendered.Count;
            await SendAsync(session, sentence, 640);
            session.Mark(new SessionMark(session.BytesReceived, $"{seed}"));
            PlayInTime();
            Sound(before, channels, Frames(sentence, rate, channels))
                .Should()
                .Equal(reference, "sentence {0} is heard whole, from its own beginning", seed);
            session.PlayedUpTo().Should().Be(session.BytesReceived);
            _test.Time.Advance(TimeSpan.FromSeconds(5));
            marks.Should().EndWith($"{seed}");
        }
    }

    [Theory]
    [InlineData(16_000), InlineData(48_000)]
    public async Task Silence_that_is_trimmed_is_not_kept_for_the_next_sentence(int rate)
    {
        AudioSession session = Open(rate, 1, EffectChain.Parse("trim:-60:500"));
        short[] sentence = Sentence(rate, 1, 1)[(rate / 100)..]; // the trimmer keeps 20 ms in front
        await SendAsync(session, [.. sentence, .. new short[rate * 3 / 10]], 640);
        PlayInTime();
        session.PlayedUpTo().Should().Be(session.BytesReceived, "what was left out counts as heard");
        _test.Time.Advance(TimeSpan.FromSeconds(5));
        int before = _test.Output.Rendered.Count;
        await SendAsync(session, sentence, 640);
        PlayInTime();
        Sound(before, 1, Frames(sentence, rate, 1)).Should().Equal(Reference(sentence, rate, 1));
    }

    [Fact]
    public async Task An_effects_own_ring_is_not_heard_in_front_of_the_next_sentence()
    {
        AudioSession session = Open(MixRate, 1, EffectChain.Parse("peak:50:24:20"));
        await SendAsync(
            session,
            [.. Enumerable.Range(0, 4_800).Select(i => (short)(1_000 * Math.Cos(2 * Math.PI * 50 * i / MixRate)))],
            960
        );
        PlayInTime();
        _test.Time.Advance(TimeSpan.FromSeconds(5));
        int before = _test.Output.Rendered.Count;
        await SendAsync(session, new short[480], 960);
        _test.Output.Render(480);
        _test.Output.Rendered.Skip(before).Should().OnlyContain(static sample => sample == 0f);
    }

    [Fact]
    public async Task A_chunk_with_a_tail_allocates_nothing()
    {
        AudioSession session = Open(16_000, 2);
        byte[] chunk = Pcm(Sentence(16_000, 2, 4)[..640]);
        for (int i = 0; i < 20; i++)
        {
            await session.WriteAsync(chunk);
            _test.Output.Render(960);
        }

        Audio.Testing.Allocations.Of(() => session.WriteAsync(chunk).GetAwaiter().GetResult()).Should().Be(0);
    }

    private AudioSession Open(int rate, int channels, EffectChain? effects = null) =>
        _test.Engine.OpenSession(new SessionOptions { Format = AudioFormat.Pcm16(rate, channels), Effects = effects });

    /// <summary>The loudspeaker plays in real time till nothing sounds.</summary>
    private void PlayInTime()
    {
        while (_test.Output.Render(240))
        {
            _test.Output.FramesPlayed = _test.Output.Rendered.Count / 2;
            _test.Time.Advance(TimeSpan.FromMilliseconds(5));
        }
    }

    private static async Task SendAsync(AudioSession session, short[] samples, int cut)
    {
        ReadOnlyMemory<byte> rest = Pcm(samples);
        while (!rest.IsEmpty)
        {
            int length = Math.Min(cut, rest.Length);
            await session.WriteAsync(rest[..length]);
            rest = rest[length..];
        }
    }

    private IEnumerable<float> Sound(int from, int channels, int frames) =>
        _test.Output.Rendered.Skip(from).Where((_, i) => channels == 2 || i % 2 == 0).Take(frames * channels);

    private static int Frames(short[] samples, int rate, int channels) =>
        (int)((long)samples.Length / channels * MixRate / rate);

    private static float[] Reference(short[] samples, int rate, int channels)
    {
        float[] input = [.. samples.Select(static sample => sample / 32_768f)];
        return rate == MixRate ? input : ResamplerRun.All(rate, MixRate, input, channels);
    }

    /// <summary>
    /// 60 ms of noise between 20 ms of silence, which is longer than the filter: a fade of the mix, in or out, has
    /// nothing to do.
    /// </summary>
    private static short[] Sentence(int rate, int channels, int seed)
    {
        float[] noise = TestSignals.Noise(rate / 50 * 5 * channels, seed);
        int edge = rate / 50 * channels;
        return
        [
            .. noise.Select((sample, i) => i < edge || i >= noise.Length - edge ? (short)0 : (short)(8_000 * sample)),
        ];
    }

    private static short[] Sine(int rate, int frames) =>
        [.. Enumerable.Range(0, frames).Select(i => (short)(16_384 * Math.Sin(2 * Math.PI * 440 * i / rate)))];
}
