using Audio.Core.Dsp;
using Audio.Core.Tests.Signals;
using Audio.Testing;
using CsCheck;

namespace Audio.Core.Tests.Dsp;

/// <summary>Counts, cuts and edges: what the stream owes, whatever it sounds like.</summary>
public sealed class ResamplerStreamTests
{
    private static readonly Gen<(int In, int Out)> Ratios = Gen.OneOf(
        (24_000, 48_000),
        (44_100, 48_000),
        (22_050, 48_000),
        (16_000, 48_000),
        (8_000, 48_000),
        (47_999, 48_000),
        (48_000, 44_100),
        (96_000, 48_000),
        (192_000, 44_100),
        (768_000, 8_000),
        (101, 8_000),
        (48_001, 48_000),
        (12_000, 192_000),
        (48_000, 47_999)
    );

    [Fact]
    public void Any_stream_gives_exactly_the_frames_that_its_duration_asks_for() =>
        Gen.Select(Gen.Int[1, 768_000], Gen.Int[8_000, 192_000], Gen.Int[0, 3_000], Gen.Int[1, 2])
            .Sample(
                (inputRate, outputRate, frames, channels) =>
                {
                    frames = Math.Min(frames, (int)(200_000L * inputRate / outputRate) + 1);
                    float[] output = ResamplerRun.All(inputRate, outputRate, new float[frames * channels], channels);
                    long expected = ((long)frames * outputRate + inputRate - 1) / inputRate;
                    output.Length.Should().Be((int)expected * channels);
                },
                iter: 60,
                threads: 1
            );

    [Theory]
    [InlineData(24_000, 48_000, 480, 960), InlineData(44_100, 48_000, 441, 480), InlineData(44_100, 48_000, 442, 482)]
    [
        InlineData(48_000, 44_100, 1, 1),
        InlineData(96_000, 48_000, 3, 2),
        InlineData(1, 48_000, 2, 96_000),
        InlineData(768_000, 8_000, 97, 2)
    ]
    public void The_count_rounds_up(int inputRate, int outputRate, int frames, int expected) =>
        ResamplerRun.All(inputRate, outputRate, new float[frames]).Should().HaveCount(expected);

    [Fact]
    public void However_the_spans_are_cut_the_output_has_the_same_bits() =>
        Gen.Select(
                Ratios,
                Gen.Int[1, 2],
                Gen.Int[0, 5_000],
                Gen.Int,
                Gen.OneOf(1, 3, 70, 1_000),
                Gen.OneOf(1, 5, 64, 700)
            )
            .Sample(
                (ratio, channels, frames, seed, inputCut, outputCut) =>
                {
                    frames = (int)Math.Min(frames, 40_000L * ratio.In / ratio.Out + 1);
                    float[] input = TestSignals.Noise(frames * channels, seed);
                    var random = new Random(seed);
                    var resampler = new Resampler(ratio.In, ratio.Out, channels);
                    float[] whole = ResamplerRun.All(resampler, input, channels);
                    resampler.Reset();
                    float[] cut = ResamplerRun.All(
                        resampler,
                        input,
                        channels,
                        () => random.Next(inputCut + 1),
                        () => random.Next(1, outputCut + 1)
                    );
                    cut.AsSpan().SequenceEqual(whole).Should().BeTrue();
                },
                iter: 60,
                threads: 1
            );

    [Theory]
    [
        InlineData(24_000, 48_000),
        InlineData(16_000, 48_000),
        InlineData(44_100, 48_000),
        InlineData(96_000, 48_000),
        InlineData(47_999, 48_000)
    ]
    public void Each_channel_of_a_stereo_stream_is_what_it_would_be_alone(int inputRate, int outputRate)
    {
        float[] left = TestSignals.Noise(3_000, 1);
        float[] right = TestSignals.Noise(3_000, 2);
        float[] stereo = ResamplerRun.All(inputRate, outputRate, TestSignals.Interleave(left, right), 2);
        TestSignals.Channel(stereo, 0).Should().Equal(ResamplerRun.All(inputRate, outputRate, left));
        TestSignals.Channel(stereo, 1).Should().Equal(ResamplerRun.All(inputRate, outputRate, right));
    }

    [Theory]
    [InlineData(24_000, 2)]
    public void Where_an_output_frame_falls_on_an_input_frame_it_is_that_frame(int inputRate, int ratio)
    {
        float[] input = TestSignals.Noise(2_000, 3);
        float[] output = ResamplerRun.All(inputRate, 48_000, input);
        output.Where((_, n) => n % ratio == 0).Should().Equal(input);
    }

    [Theory]
    [
        InlineData(24_000, 48_000),
        InlineData(44_100, 48_000),
        InlineData(47_999, 48_000),
        InlineData(48_000, 44_100),
        InlineData(96_000, 48_000)
    ]
    public void An_impulse_comes_out_at_its_own_time_and_is_symmetric(int inputRate, int outputRate)
    {
        // At frame In of the input, one second in, an output frame lies exactly on the impulse: frame Out.
        float[] input = new float[2 * inputRate];
        input[inputRate] = 1;
        float[] output = ResamplerRun.All(inputRate, outputRate, input);
        Array.IndexOf(output, output.Max()).Should().Be(outputRate);
        for (int k = 1; k < 200; k++)
            output[outputRate + k].Should().BeApproximately(output[outputRate - k], 2e-6f);
        output[outputRate].Should().BeApproximately(Math.Min(1f, (float)outputRate / inputRate), 1e-4f);
    }

    [Theory]
    [InlineData(24_000, 240), InlineData(44_100, 441), InlineData(22_050, 441)]
    public void The_first_and_the_last_input_frame_are_heard_in_their_own_place(int inputRate, int frames)
    {
        // The stream is as long as a whole number of output frames, so the last input frame lies In / Out frames before
        // its end.
        float[] input = new float[frames];
        (input[0], input[^1]) = (1f, -1f);
        float[] output = ResamplerRun.All(inputRate, 48_000, input);
        output.Should().HaveCount((int)(frames * 48_000L / inputRate));
        output[0].Should().BeApproximately(1f, 1e-3f, "there is no delay");
        Array.IndexOf(output, output.Min()).Should().Be((int)Math.Round((frames - 1) * 48_000.0 / inputRate));
        output.Min().Should().BeInRange(-1.001f, -0.95f, "the last frame is not cut off with the tail of the filter");
    }

    [Theory]
    [
        InlineData(24_000, 48_000),
        InlineData(44_100, 48_000),
        InlineData(47_999, 48_000),
        InlineData(768_000, 8_000),
        InlineData(48_000, 44_100)
    ]
    public void A_constant_stays_that_constant(int inputRate, int outputRate)
    {
        float[] input = new float[(int)(400L * Math.Max(inputRate, outputRate) / outputRate)];
        Array.Fill(input, 0.5f);
        float[] output = ResamplerRun.All(inputRate, outputRate, input);
        output[150..^150].Should().OnlyContain(sample => Math.Abs(sample - 0.5f) < 1e-6f);
    }

    [Theory]
    [InlineData(24_000, 48_000), InlineData(44_100, 48_000), InlineData(47_999, 48_000), InlineData(96_000, 48_000)]
    public void Silence_stays_silence(int inputRate, int outputRate) =>
        ResamplerRun.All(inputRate, outputRate, new float[5_000]).Should().OnlyContain(sample => sample == 0f);

    [Fact]
    public void Process_after_a_flush_asks_for_a_reset()
    {
        var resampler = new Resampler(24_000, 48_000, 1);
        resampler.Flush(new float[8], out _).Should().BeTrue();
        FluentActions
            .Invoking(() => resampler.Process(new float[1], new float[8], out _, out _))
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("The stream has been flushed; call Reset before the next one.");
    }

    [Theory]
    [
        InlineData(24_000, 48_000, 1),
        InlineData(44_100, 48_000, 2),
        InlineData(47_999, 48_000, 2),
        InlineData(16_000, 48_000, 2)
    ]
    public void Process_in_steady_state_allocates_nothing(int inputRate, int outputRate, int channels)
    {
        var resampler = new Resampler(inputRate, outputRate, channels);
        float[] input = TestSignals.Noise(inputRate / 100 * channels, 4);
        float[] output = new float[(outputRate / 100 + 8) * channels];
        resampler.Process(input, output, out _, out _);
        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                    resampler.Process(input, output, out _, out _);
            })
            .Should()
            .Be(0);
    }

    [Theory]
    [
        InlineData(0, 48_000, 1),
        InlineData(768_001, 48_000, 1),
        InlineData(24_000, 7_999, 1),
        InlineData(24_000, 192_001, 1),
        InlineData(24_000, 48_000, 3)
    ]
    public void Rates_and_channels_outside_the_range_are_refused(int inputRate, int outputRate, int channels) =>
        FluentActions
            .Invoking(() => new Resampler(inputRate, outputRate, channels))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
}
