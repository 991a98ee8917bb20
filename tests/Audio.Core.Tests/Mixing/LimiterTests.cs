using Audio.Core.Dsp;
using Audio.Core.Tests.Signals;
using Audio.Testing;

namespace Audio.Core.Tests.Mixing;

/// <summary>Transparent to full scale, never beyond it, and an overload keeps its shape.</summary>
public sealed class LimiterTests
{
    private const int Rate = 48_000;
    private const int HoldFrames = 1_200;

    private readonly Limiter _limiter = new(Rate);

    [Theory]
    [InlineData(1), InlineData(2)]
    public void What_is_within_full_scale_passes_bit_for_bit(int channels)
    {
        float[] samples = [.. TestSignals.Noise(4_001, 1), 1f, -1f, 0f, -0f, float.Epsilon, 1f - 6e-8f];
        samples = samples[..(samples.Length / channels * channels)];
        Limit(samples, channels)
            .Select(BitConverter.SingleToInt32Bits)
            .Should()
            .Equal(samples.Select(BitConverter.SingleToInt32Bits));
        _limiter.Gain.Should().Be(1f);
    }

    [Fact]
    public void A_frame_beyond_full_scale_takes_the_gain_down_at_once_for_both_sides()
    {
        Limit([0.5f, 0.5f, 4f, -1f, 0.5f, 2f], 2).Should().Equal(0.5f, 0.5f, 1f, -0.25f, 0.125f, 0.5f);
        _limiter.Gain.Should().Be(0.25f);
    }

    [Theory]
    [InlineData(20), InlineData(50), InlineData(1_000), InlineData(15_000)]
    public void A_sustained_overload_has_no_flat_tops_behind_its_first_wave(int frequency)
    {
        float[] limited = Limit(TestSignals.Sine(frequency, Rate, Rate, amplitude: 8), 1);
        float[] later = limited[(2 * Rate / frequency)..];
        var fit = SineFit.Of(later, (double)frequency / Rate);
        fit.SinadDb.Should().BeGreaterThan(100, "the wave is scaled, not cut");
        fit.Amplitude.Should().BeApproximately(1, 0.002);
    }

    [Fact]
    public void Nothing_ever_leaves_full_scale()
    {
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            float level = MathF.Pow(10, random.NextSingle() * 6 - 1);
            float[] samples = [.. TestSignals.Noise(2 * random.Next(1, 200), i).Select(sample => sample * level)];
            Limit(samples, 2).Should().OnlyContain(sample => sample >= -1f && sample <= 1f);
        }
    }

    [Fact]
    public void The_gain_holds_then_returns_with_its_time_constant_and_comes_to_rest()
    {
        Limit([2f], 1);
        Limit(Quiet(HoldFrames), 1).Should().OnlyContain(sample => sample == 0.05f);
        _limiter.Gain.Should().Be(0.5f);

        float[] released = Limit(Quiet(Rate / 10), 1);
        _limiter
            .Gain.Should()
            .BeApproximately(1f - 0.5f * MathF.Exp(-1), 1e-4f, "of the way back 63 % is made after 100 ms");
        released
            .Zip(released.Skip(1))
            .Should()
            .OnlyContain(pair => pair.Second >= pair.First && pair.Second - pair.First < 2e-5f);

        Limit(Quiet(2 * Rate), 1)[^1].Should().Be(0.1f);
        _limiter.Gain.Should().Be(1f);
    }

    [Fact]
    public void A_peak_during_the_release_is_held_to_full_scale_again()
    {
        Limit([4f], 1);
        Limit(Quiet(HoldFrames + 100), 1);
        float before = _limiter.Gain;
        before.Should().BeInRange(0.25f, 0.3f);
        Limit([2f], 1)[0]
            .Should()
            .BeInRange(2 * before, 2 * before * 1.001f, "under the gain that there still is, this is no peak");
        Limit(Quiet(Rate / 2), 1);
        Limit([2f, 0.5f], 1).Should().Equal(1f, 0.25f);
    }

    [Theory]
    [InlineData(float.NaN, 0f), InlineData(float.PositiveInfinity, 1f), InlineData(float.NegativeInfinity, -1f)]
    public void What_is_no_number_spoils_its_own_sample_only(float sample, float expected)
    {
        Limit([0.25f, sample, 0.25f, 0.5f], 2).Should().Equal(0.25f, expected, 0.25f, 0.5f);
        _limiter.Gain.Should().Be(1f);
    }

    [Fact]
    public void However_the_buffers_are_cut_the_bits_are_the_same()
    {
        float[] samples =
        [
            .. TestSignals.Noise(20_000, 3).Select((sample, i) => sample * (i / 4_000 % 2 == 0 ? 3f : 0.5f)),
        ];
        float[] whole = Limit(samples, 2);
        var other = new Limiter(Rate);
        var random = new Random(1);
        int i = 0;
        while (i < samples.Length)
        {
            int frames = Math.Min(random.Next(1, 300), (samples.Length - i) / 2);
            other.Process(samples.AsSpan(i, 2 * frames), 2);
            i += 2 * frames;
        }

        samples.Should().Equal(whole);
    }

    [Fact]
    public void Process_allocates_nothing()
    {
        float[] samples = [.. TestSignals.Noise(960, 3).Select(sample => sample * 2)];
        Allocations.Of(() => _limiter.Process(samples, 2)).Should().Be(0);
    }

    private static float[] Quiet(int frames) => [.. Enumerable.Repeat(0.1f, frames)];

    private float[] Limit(float[] samples, int channels)
    {
        float[] limited = [.. samples];
        _limiter.Process(limited, channels);
        return limited;
    }
}
