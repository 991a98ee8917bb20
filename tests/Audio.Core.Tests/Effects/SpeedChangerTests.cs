using Audio.Core.Effects;
using Audio.Core.Tests.Signals;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Effects;

/// <summary>Duration, pitch, level, and nothing lost or torn.</summary>
public sealed class SpeedChangerTests
{
    [Theory]
    [InlineData(0.5), InlineData(0.75), InlineData(1), InlineData(1.25), InlineData(2), InlineData(3)]
    public void The_duration_is_exact_to_the_frame(double speed)
    {
        foreach (int frames in new[] { 0, 1, 700, 720, 2_000, 48_000, 123_457 })
        {
            float[] output = EffectRun.Stream(new SpeedChanger(speed, 48_000, 1), TestSignals.Noise(frames, 1), 1);
            output.Should().HaveCount((int)Math.Round(frames / speed));
        }
    }

    [Theory]
    [InlineData(0.5), InlineData(0.8), InlineData(1.25), InlineData(1.5), InlineData(2), InlineData(3)]
    public void The_pitch_stays_within_5_cents(double speed)
    {
        foreach (
            (double frequency, int rate) in new[]
            {
                (60.0, 48_000),
                (110.0, 24_000),
                (440.0, 48_000),
                (1_000.0, 44_100),
                (3_700.0, 16_000),
            }
        )
        {
            float[] output = EffectRun.Stream(
                new SpeedChanger(speed, rate, 1),
                TestSignals.Sine(frequency, rate, 6 * rate, 0.5),
                1
            );
            float[] middle = output[(rate / 10)..^(rate / 10)];
            (1_200 * Math.Log2(Frequency(middle, rate) / frequency))
                .Should()
                .BeInRange(-5, 5, "{0} Hz stays {0} Hz", frequency);
            TestSignals
                .Rms(middle)
                .Should()
                .BeApproximately(0.5 / Math.Sqrt(2), 0.01, "pieces are laid where they fit");
        }
    }

    [Theory]
    [
        InlineData("speech-en-22k-16bit-mono.wav"),
        InlineData("speech-de-24k-16bit-mono.wav"),
        InlineData("speech-fr-16k-float-mono.wav")
    ]
    public void Speech_keeps_its_level_and_its_pauses(string name)
    {
        var file = WaveFile.Read(Ebur128.Sample(name));
        foreach (double speed in new[] { 0.5, 1.5, 3 })
        {
            float[] output = EffectRun.Stream(new SpeedChanger(speed, file.SampleRate, 1), file.Samples, 1);
            (20 * Math.Log10(TestSignals.Rms(output) / TestSignals.Rms(file.Samples))).Should().BeInRange(-1, 1);
            output.Should().OnlyContain(sample => Math.Abs(sample) <= 1);
            // The level over time is that of the input, drawn out or squeezed: each quarter is found again in its
            // place.
            for (int quarter = 0; quarter < 4; quarter++)
            {
                double before = TestSignals.Rms(Quarter(file.Samples, quarter));
                TestSignals.Rms(Quarter(output, quarter)).Should().BeInRange(before * 0.7, before * 1.4);
            }
        }
    }

    [Fact]
    public void Speed_1_is_the_input_bit_for_bit()
    {
        float[] noise = TestSignals.Noise(2 * 30_000, 1);
        EffectRun.Stream(new SpeedChanger(1, 48_000, 2), noise, 2, seed: 1).Should().Equal(noise);
    }

    [Fact]
    public void The_first_piece_comes_out_as_its_time_comes_in()
    {
        var effect = new SpeedChanger(1.5, 48_000, 1);
        float[] noise = TestSignals.Noise(480, 1);
        float[] output = new float[1_000];
        effect.Process(noise, output, out int consumed, out int written);
        (consumed, written).Should().Be((480, 320));
        output[..320].Should().Equal(noise[..320]);
    }

    [Theory]
    [InlineData(0.5), InlineData(1.3), InlineData(3)]
    public void However_it_is_cut_the_bits_are_the_same(double speed)
    {
        float[] speech = Signal.SpeechLike(24_000, 40_000, seed: 2);
        float[] stereo = TestSignals.Interleave(speech, TestSignals.Noise(40_000, 1));
        var effect = new SpeedChanger(speed, 24_000, 2);
        float[] whole = EffectRun.Stream(effect, stereo, 2);
        for (int seed = 0; seed < 3; seed++)
        {
            effect.Reset();
            EffectRun.Stream(effect, stereo, 2, seed).Should().Equal(whole);
        }
    }

    [Fact]
    public void Two_channels_stay_together()
    {
        float[] speech = Signal.SpeechLike(24_000, 40_000, seed: 2);
        float[] output = EffectRun.Stream(new SpeedChanger(1.4, 24_000, 2), TestSignals.Interleave(speech, speech), 2);
        TestSignals.Channel(output, 0).Should().Equal(TestSignals.Channel(output, 1));
    }

    [Fact]
    public void Silence_stays_silence() =>
        EffectRun
            .Stream(new SpeedChanger(2, 48_000, 1), new float[30_000], 1)
            .Should()
            .OnlyContain(sample => sample == 0);

    [Theory]
    [InlineData(0.49), InlineData(3.01), InlineData(double.NaN)]
    public void A_speed_out_of_range_is_refused(double speed) =>
        FluentActions.Invoking(() => new SpeedChanger(speed, 48_000, 1)).Should().Throw<ArgumentOutOfRangeException>();

    /// <summary>By the zeros that go upwards, each placed between its two samples.</summary>
    private static double Frequency(float[] samples, int rate)
    {
        double first = -1,
            last = -1;
        int zeros = 0;
        for (int i = 1; i < samples.Length; i++)
        {
            if (!(samples[i - 1] < 0 && samples[i] >= 0))
                continue;
            last = i - 1 + samples[i - 1] / (double)(samples[i - 1] - samples[i]);
            if (zeros++ == 0)
                first = last;
        }

        return (zeros - 1) * rate / (last - first);
    }

    private static ReadOnlySpan<float> Quarter(float[] samples, int quarter) =>
        samples.AsSpan((quarter * samples.Length / 4)..((quarter + 1) * samples.Length / 4));
}
