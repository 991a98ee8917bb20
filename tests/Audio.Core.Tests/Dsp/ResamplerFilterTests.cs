using Audio.Core.Dsp;

namespace Audio.Core.Tests.Dsp;

public sealed class ResamplerFilterTests
{
    [Theory]
    [InlineData(24_000, 48_000, false), InlineData(44_100, 48_000, false), InlineData(47_999, 48_000, true)]
    [
        InlineData(1, 192_000, true),
        InlineData(768_000, 8_000, false),
        InlineData(767_999, 8_000, true),
        InlineData(768_000, 44_100, false)
    ]
    public void Every_table_is_at_most_a_mebibyte(int inputRate, int outputRate, bool interpolated)
    {
        ResamplerFilter filter = new ResamplerFilterCache().Get(inputRate, outputRate);
        filter.IsInterpolated.Should().Be(interpolated);
        filter.Size.Should().BeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public void Get_same_ratio_in_other_rates_is_the_same_table()
    {
        var cache = new ResamplerFilterCache();
        cache.Get(24_000, 48_000).Should().BeSameAs(cache.Get(22_050, 44_100));
        cache.Get(24_000, 48_000).Should().NotBeSameAs(cache.Get(48_000, 24_000));
    }

    [Fact]
    public void The_cache_stays_under_its_cap_and_forgets_the_least_recently_asked_for()
    {
        var sizes = new ResamplerFilterCache();
        int two = sizes.Get(44_100, 48_000).Size + sizes.Get(48_000, 44_100).Size;
        var cache = new ResamplerFilterCache(maxBytes: two);
        ResamplerFilter kept = cache.Get(44_100, 48_000);
        ResamplerFilter forgotten = cache.Get(47_000, 48_000);
        cache.Get(44_100, 48_000).Should().BeSameAs(kept);
        cache.Get(48_000, 44_100);
        cache.Bytes.Should().Be(two);
        cache.Get(44_100, 48_000).Should().BeSameAs(kept);
        cache.Get(47_000, 48_000).Should().NotBeSameAs(forgotten);
    }

    [Fact]
    public void A_table_larger_than_the_cap_is_still_given()
    {
        var cache = new ResamplerFilterCache(maxBytes: 1);
        cache.Get(24_000, 48_000).Taps.Should().Be(72);
    }

    [Fact]
    public void Odd_rates_below_the_mix_rate_share_one_table()
    {
        var cache = new ResamplerFilterCache();
        ResamplerFilter first = cache.Get(47_999, 48_000);
        cache.Get(30_011, 48_000).Should().BeSameAs(first);
        cache.Get(8_009, 48_000).Should().BeSameAs(cache.Get(18_999, 48_000)).And.NotBeSameAs(first);
    }
}
