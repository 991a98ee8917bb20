using Audio.Core.Codecs;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>Files that other programs' users complained about.</summary>
public sealed class WavInputTests
{
    private const int Header = 44;
    private const int LowBytes = 19_200; // 0.4 s
    private const int HighBytes = 14_400; // 0.3 s

    private static readonly byte[] Both = Read("two-wavs-with-sizes.wav");
    private static readonly float[] Low = WavBytes.Samples(Both.AsSpan(Header, LowBytes));
    private static readonly float[] High = WavBytes.Samples(Both.AsSpan(LowBytes + 2 * Header, HighBytes));

    [Fact]
    public void The_tones_are_of_500_and_900_Hz()
    {
        Crossings(Low).Should().BeInRange(398, 402, "500 Hz for 0.4 s");
        Crossings(High).Should().BeInRange(538, 542, "900 Hz for 0.3 s");
    }

    [Theory]
    [InlineData("block-align-0.wav"), InlineData("block-align-4-of-2.wav"), InlineData("id3-in-front.wav")]
    [InlineData("rf64.wav"), InlineData("size-too-small.wav"), InlineData("list-behind-unknown-size.wav")]
    public void One_tone_is_heard_exactly(string name)
    {
        DecoderRun run = WavRuns.Of(Read(name));

        run.Format.Should().Be(new DecodedFormat(24_000, 1));
        run.Samples.Should().Equal(Low);
        run.Damaged.Should().Be(0);
    }

    [Theory]
    [InlineData("two-wavs-with-sizes.wav"), InlineData("two-wavs-without-sizes.wav")]
    public void Two_files_are_heard_in_a_row(string name)
    {
        DecoderRun run = WavRuns.Of(Read(name));

        run.Samples.Should().Equal([.. Low, .. High]);
        run.BytesIgnored.Should().Be(0);
    }

    [Fact]
    public void A_second_file_may_have_another_rate()
    {
        DecoderRun run = WavRuns.Of(Read("second-at-another-rate.wav"));

        run.Parts.Select(static part => part.Format)
            .Should()
            .Equal(new DecodedFormat(24_000, 1), new DecodedFormat(16_000, 1));
        run.Parts[0].Samples.Should().Equal(Low);
        run.Parts[1].Samples.Should().HaveCount(4_800);
        Crossings(run.Parts[1].Samples).Should().BeInRange(538, 542, "900 Hz for 0.3 s");
    }

    [Fact]
    public void Nothing_is_heard_of_a_list_behind_nothing() =>
        WavRuns.Of(Read("list-behind-nothing.wav")).Samples.Should().BeEmpty();

    [Fact]
    public void Samples_of_20_bits_are_as_loud_as_others()
    {
        float[] samples = WavRuns.Of(Read("20-bits-in-3-bytes.wav")).Samples;

        samples.Should().HaveSameCount(Low);
        samples.Zip(Low, static (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1f / 32_768);
    }

    [Fact]
    public void Four_channels_have_their_places()
    {
        DecoderRun run = WavRuns.Of(Read("quad.wav"));

        run.Format.Should().Be(new DecodedFormat(24_000, 4, 0x33), "front and back, left and right");
        for (int channel = 0; channel < 4; channel++)
        {
            float[] samples = [.. run.Samples.Where((_, i) => i % 4 == channel)];
            samples.Should().Equal(channel is 0 or 3 ? Low : new float[Low.Length]);
        }
    }

    /// <summary>How often the sign changes.</summary>
    private static int Crossings(float[] samples) =>
        samples.Zip(samples.Skip(1), static (before, after) => before < 0 != after < 0).Count(static change => change);

    private static byte[] Read(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Codecs", "Inputs", name));
}
