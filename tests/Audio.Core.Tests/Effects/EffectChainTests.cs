using Audio.Core.Effects;
using Audio.Core.Tests.Signals;
using Audio.Protocol;

namespace Audio.Core.Tests.Effects;

public sealed class EffectChainTests
{
    private const string Full = "gain:-6,highpass:80,peak:3000:4:1.2,loudness:-18,trim:-45:300,speed:1.25";

    [Theory]
    [InlineData("", "")]
    [InlineData("  ", "")]
    [InlineData(" gain : -6 , speed:2 ", "gain:-6,speed:2")]
    [InlineData("trim", "trim:-50:500")]
    [InlineData("peak:3000:4", "peak:3000:4:1")]
    [InlineData(
        Full,
        "gain:-6,highpass:80:0.7071067811865476,peak:3000:4:1.2,loudness:-18:3000:200,trim:-45:300,speed:1.25"
    )]
    public void A_chain_is_read_and_written_again(string text, string expected)
    {
        var chain = EffectChain.Parse(text);
        chain.ToString().Should().Be(expected);
        EffectChain.Parse(chain.ToString()).ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData(
        "echo:3",
        "echo",
        "Unknown effect: echo; known are gain:DB, highpass:HZ[:Q], peak:HZ:DB[:Q], "
            + "loudness:LUFS[:LOOK_AHEAD_MS][:MAX_WAIT_MS], trim[:THRESHOLD_DB][:MAX_PAUSE_MS], speed:FACTOR."
    )]
    [InlineData("gain:1,,speed:2", "", "Unknown effect: ; known are*")]
    [InlineData("gain", "gain", "gain needs its DB; it is written gain:DB.")]
    [InlineData("peak:3000", "peak", "peak needs its DB; it is written peak:HZ:DB[:Q].")]
    [InlineData("speed:2:3", "speed", "speed has too many numbers; it is written speed:FACTOR.")]
    [InlineData("speed:fast", "speed", "speed: fast is not a number; FACTOR is 0.5 to 3.")]
    [InlineData("speed:4", "speed", "speed: 4 is out of range; FACTOR is 0.5 to 3.")]
    [InlineData("gain:NaN", "gain", "gain: NaN is out of range; DB is -60 to 24 dB.")]
    [InlineData("highpass:5", "highpass", "highpass: 5 is out of range; HZ is 10 to 20000 Hz.")]
    public void A_chain_that_cannot_be_read_says_what_can(string text, string effect, string message) =>
        FluentActions
            .Invoking(() => EffectChain.Parse(text))
            .Should()
            .Throw<EffectException>()
            .WithMessage(message)
            .Which.Effect.Should()
            .Be(effect);

    [Fact]
    public void A_chain_has_a_cap() =>
        FluentActions
            .Invoking(() => EffectChain.Parse(string.Join(',', Enumerable.Repeat("gain:0", 17))))
            .Should()
            .Throw<EffectException>()
            .WithMessage("A chain has at most 16 effects; this one has 17.");

    [Fact]
    public void A_bus_takes_no_effect_that_changes_the_length()
    {
        var chain = EffectChain.Parse("gain:1,speed:2");
        (chain.ChangesLength, chain.Count).Should().Be((true, 2));
        FluentActions
            .Invoking(() => chain.CreateInPlace(AudioFormat.Float32(48_000, 2)))
            .Should()
            .Throw<EffectException>()
            .WithMessage("speed changes the length of the sound, so it works on a session and not on a bus.");
    }

    [Fact]
    public void A_frequency_too_high_for_the_stream_is_refused_when_the_stream_is_known() =>
        FluentActions
            .Invoking(() => EffectChain.Parse("highpass:80,peak:5000:3").CreateStream(AudioFormat.Float32(8_000, 1)))
            .Should()
            .Throw<EffectException>()
            .WithMessage("peak: 5000 Hz is too high for sound of 8000 Hz; it must lie below 3920 Hz.");

    [Fact]
    public void Effects_work_in_their_order_however_the_stream_is_cut()
    {
        var format = AudioFormat.Float32(48_000, 2);
        float[] input =
        [
            .. new float[20_000],
            .. TestSignals.Noise(60_000, 1).Select(sample => sample * 0.3f),
            .. new float[40_000],
        ];
        float[] expected = EffectRun.InPlace(
            EffectChain.Parse("gain:-6,highpass:80").CreateInPlace(format),
            [.. input],
            2
        );
        expected = EffectRun.Stream(new SilenceTrimmer(-45, TimeSpan.FromMilliseconds(300), 48_000, 2), expected, 2);
        expected = EffectRun.Stream(new SpeedChanger(1.25, 48_000, 2), expected, 2);
        expected = EffectRun.InPlace(new GainEffect(3), expected, 2);

        IStreamEffect chain = EffectChain
            .Parse("gain:-6,highpass:80,trim:-45:300,speed:1.25,gain:3")
            .CreateStream(format);
        EffectRun.Stream(chain, input, 2).Should().Equal(expected);
        chain.Reset();
        EffectRun.Stream(chain, input, 2, seed: 4).Should().Equal(expected);
        chain.LatencyFrames.Should().Be(1_200, "a speed looks 25 ms ahead");
    }

    [Fact]
    public void An_empty_chain_hands_through_what_it_gets()
    {
        float[] noise = TestSignals.Noise(1_000, 1);
        EffectRun
            .Stream(EffectChain.Empty.CreateStream(AudioFormat.Float32(48_000, 2)), noise, 2, seed: 2)
            .Should()
            .Equal(noise);
        EffectRun
            .InPlace(EffectChain.Empty.CreateInPlace(AudioFormat.Float32(48_000, 2)), [.. noise], 2)
            .Should()
            .Equal(noise);
    }

    [Fact]
    public void The_latency_of_an_effect_in_place_is_taken_out_of_a_stream()
    {
        float[] noise = TestSignals.Noise(1_000, 1);
        var stage = new InPlaceStage(new Delay(100), 1);
        EffectRun.Stream(stage, noise, 1, seed: 2).Should().Equal(noise);
        stage.PositionFrames.Should().Be(1_000);
        stage.Reset();
        stage.Process(noise.AsSpan(0, 150), new float[400], out int consumed, out int written);
        (consumed, written, stage.PositionFrames).Should().Be((150, 50, 50));
    }

    [Fact]
    public void An_effect_of_ones_own_stands_in_the_chain_by_its_name_and_works_in_its_place()
    {
        var format = AudioFormat.Float32(48_000, 1);
        AudioFormat? seen = null;
        EffectChain chain = EffectChain
            .Parse("gain:6")
            .With("square", made =>
            {
                seen = made;
                return new Each(static sample => sample * sample);
            });
        (chain.ToString(), chain.Count, chain.ChangesLength).Should().Be(("gain:6,square", 2, false));
        float doubled = MathF.Pow(10, 0.3f);
        EffectRun
            .Stream(chain.CreateStream(format), [0.5f, -0.25f], 1)
            .Should()
            .Equal([doubled * doubled * 0.25f, doubled * doubled * 0.0625f], (one, other) =>
                Math.Abs(one - other) < 1e-6
            );
        seen.Should().Be(format);
        EffectRun.InPlace(chain.CreateInPlace(format), [1f], 1)[0].Should().BeApproximately(doubled * doubled, 1e-6f);
        FluentActions
            .Invoking(() => EffectChain.Empty.With("nothing", _ => null!).CreateStream(format))
            .Should()
            .Throw<EffectException>()
            .WithMessage("nothing: its factory returned no effect.");
    }

    [Fact]
    public void A_chain_at_work_allocates_nothing()
    {
        var format = AudioFormat.Float32(48_000, 2);
        float[] block = TestSignals.Noise(960, 1);
        float[] output = new float[4_096];
        IStreamEffect stream = EffectChain.Parse(Full).CreateStream(format);
        EffectRun.AllocationsOf(() => stream.Process(block, output, out _, out _)).Should().Be(0);
        IAudioEffect inPlace = EffectChain
            .Parse("gain:-6,highpass:80,peak:3000:4:1.2,loudness:-18")
            .CreateInPlace(format);
        EffectRun.AllocationsOf(() => inPlace.Process(block)).Should().Be(0);
    }
}
