using Audio.Core.Dsp;

namespace Audio.Core.Tests.Dsp;

/// <summary>Who designs a filter, and how often.</summary>
public sealed class FilterDesignsTests
{
    private readonly Queue<IThreadPoolWorkItem> _pool = new();
    private readonly FilterDesigns _designs;

    public FilterDesignsTests() => _designs = new FilterDesigns(_pool.Enqueue);

    [Fact]
    public void A_long_filter_is_designed_on_the_pool()
    {
        ResamplerFilter filter = Long(47_000);
        _designs.Want(filter);
        filter.IsDesigned.Should().BeFalse();
        _pool.Dequeue().Execute();
        filter.IsDesigned.Should().BeTrue();
        _pool.Should().BeEmpty();
    }

    [Fact]
    public void The_filter_of_a_usual_rate_is_there_at_once()
    {
        foreach (int rate in new[] { 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 96_000 })
        {
            ResamplerFilter filter = Filter(rate);
            _designs.Want(filter);
            filter.IsDesigned.Should().BeTrue($"{rate} Hz is usual");
        }

        _pool.Should().BeEmpty();
    }

    [Fact]
    public void Several_are_designed_one_at_a_time_and_others_of_the_pool_run_between_them()
    {
        ResamplerFilter[] filters = [Long(60_000), Long(61_000), Long(62_000)];
        foreach (ResamplerFilter filter in filters)
            _designs.Want(filter);
        for (int done = 1; done <= filters.Length; done++)
        {
            _pool.Should().ContainSingle();
            _pool.Dequeue().Execute();
            filters.Count(static filter => filter.IsDesigned).Should().Be(done);
        }

        _pool.Should().BeEmpty();
    }

    [Fact]
    public void A_filter_that_is_on_its_way_is_not_queued_again()
    {
        ResamplerFilter filter = Long(47_000);
        _designs.Want(filter);
        _designs.Want(filter);
        _pool.Dequeue().Execute();
        _pool.Should().BeEmpty();
    }

    [Fact]
    public void With_too_many_waiting_whoever_asks_designs_the_filter()
    {
        for (int i = 0; i < FilterDesigns.MaxWaiting; i++)
            _designs.Want(Long(60_000 + i));
        ResamplerFilter next = Long(70_000);
        _designs.Want(next);
        next.IsDesigned.Should().BeTrue();
        _pool.Should().ContainSingle();
    }

    /// <summary>The filter of a rate to 48 kHz, not designed.</summary>
    private static ResamplerFilter Filter(int rate)
    {
        int divisor = ResamplerFilterCache.GreatestCommonDivisor(rate, 48_000);
        return new ResamplerFilter(FilterShape.For(48_000 / divisor, rate / divisor));
    }

    private static ResamplerFilter Long(int prime) => new(FilterShape.For(48_000, prime | 1));
}
