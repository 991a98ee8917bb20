using Audio.Core.Effects;
using Audio.Core.Tests.Signals;
using Audio.Testing.Signals;

namespace Audio.Core.Tests.Effects;

/// <summary>The meter against the test signals of EBU Tech 3341, and against FFmpeg's.</summary>
public sealed class LoudnessMeterTests
{
    public static TheoryData<string> Samples =>
        new(
            "arpeggio-48k-24bit-mono.wav",
            "chords-8k-16bit-stereo.wav",
            "drums-44k-8bit-stereo.wav",
            "speech-de-24k-16bit-mono.wav",
            "speech-en-22k-16bit-mono.wav",
            "speech-es-8k-8bit-mono.wav",
            "speech-fr-16k-float-mono.wav"
        );

    [Theory]
    [InlineData(48_000, -23, new[] { -23.0, 20 })]
    [InlineData(48_000, -33, new[] { -33.0, 20 })]
    [InlineData(48_000, -23, new[] { -36.0, 10, -23, 60, -36, 10 })]
    [InlineData(48_000, -23, new[] { -72.0, 10, -36, 10, -23, 60, -36, 10, -72, 10 })]
    [InlineData(48_000, -23, new[] { -26.0, 20, -20, 20.1, -26, 20 })]
    [InlineData(44_100, -23, new[] { -26.0, 20, -20, 20.1, -26, 20 })]
    [InlineData(8_000, -23, new[] { -36.0, 10, -23, 60, -36, 10 })]
    public void Tones_of_Tech_3341_read_as_it_says(int rate, double expected, double[] levelsAndSeconds)
    {
        var meter = new LoudnessMeter(rate, 2);
        foreach (double[] part in levelsAndSeconds.Chunk(2))
        {
            float[] tone = TestSignals.Sine(1_000, rate, (int)(part[1] * rate), Math.Pow(10, part[0] / 20));
            meter.Add(TestSignals.Interleave(tone, tone));
        }

        meter.Integrated.Should().BeApproximately(expected, 0.1);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_reads_as_in_FFmpeg(string name)
    {
        string path = Ebur128.Sample(name);
        var file = WaveFile.Read(path);
        foreach (bool heardTwice in new[] { false, true })
        {
            var meter = new LoudnessMeter(file.SampleRate, file.Channels, heardTwice);
            meter.Add(file.Samples);
            meter.Integrated.Should().BeApproximately(await Ebur128.MeasureAsync(path, heardTwice), 0.2);
        }
    }

    [Fact]
    public void Silence_has_no_loudness_and_a_reset_forgets()
    {
        var meter = new LoudnessMeter(48_000, 1);
        meter.Add(new float[48_000]);
        meter.Integrated.Should().Be(double.NegativeInfinity);
        meter.Add(TestSignals.Sine(1_000, 48_000, 960_000));
        meter.Integrated.Should().BeApproximately(-3.0, 0.1);
        meter.Reset();
        meter.Integrated.Should().Be(double.NegativeInfinity);
        meter.Momentary.Should().Be(double.NegativeInfinity);
    }

    [Fact]
    public void What_is_no_number_costs_one_step()
    {
        var meter = new LoudnessMeter(48_000, 1);
        float[] tone = TestSignals.Sine(1_000, 48_000, 480_000, 0.1);
        tone[100_000] = float.NaN;
        meter.Add(tone);
        meter.Integrated.Should().BeApproximately(-23.0, 0.2);
    }

    [Fact]
    public void However_it_is_cut_the_reading_is_the_same_to_the_bit()
    {
        float[] samples = TestSignals.Noise(2 * 30_000, 1);
        var whole = new LoudnessMeter(48_000, 2);
        whole.Add(samples);
        var cut = new LoudnessMeter(48_000, 2);
        foreach (float[] part in samples.Chunk(2 * 333))
            cut.Add(part);
        cut.Integrated.Should().Be(whole.Integrated);
    }
}
