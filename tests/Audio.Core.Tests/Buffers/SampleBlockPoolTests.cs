using Audio.Core.Buffers;

namespace Audio.Core.Tests.Buffers;

public sealed class SampleBlockPoolTests
{
    [Fact]
    public void TryRent_at_capacity_gives_null()
    {
        var pool = new SampleBlockPool(capacity: 2, blockLength: 8);
        SampleBlock first = pool.TryRent()!;
        SampleBlock second = pool.TryRent()!;
        second.Should().NotBeSameAs(first);
        pool.TryRent().Should().BeNull();
        (pool.Rented, pool.Available).Should().Be((2, 0));
        first.Return();
        (pool.Rented, pool.Available).Should().Be((1, 1));
        pool.TryRent().Should().BeSameAs(first);
    }

    [Fact]
    public void Return_second_time_is_an_error_and_changes_nothing()
    {
        var pool = new SampleBlockPool(capacity: 2, blockLength: 8);
        SampleBlock block = pool.TryRent()!;
        block.Return();
        FluentActions
            .Invoking(block.Return)
            .Should()
            .Throw<InvalidOperationException>()
            .WithMessage("This sample block has already been returned; look for a second owner.");
        (pool.Rented, pool.Retained).Should().Be((0, 1));
    }

    [Fact]
    public void After_a_burst_only_so_many_blocks_are_kept()
    {
        var pool = new SampleBlockPool(capacity: 100, blockLength: 8, retained: 3);
        SampleBlock[] burst = [.. Enumerable.Range(0, 100).Select(_ => pool.TryRent()!)];
        foreach (SampleBlock block in burst)
            block.Return();
        (pool.Rented, pool.Available, pool.Retained).Should().Be((0, 100, 3));
    }

    [Fact]
    public void A_new_pool_holds_no_memory() => new SampleBlockPool(capacity: 1_000).Retained.Should().Be(0);

    [Fact]
    public void Rent_and_return_from_many_threads_never_gives_a_block_twice()
    {
        var pool = new SampleBlockPool(capacity: 16, blockLength: 2, retained: 4);
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (pool.TryRent() is not { } block)
                    continue;
                block.Samples[0] = i;
                block.Samples[1] = Environment.CurrentManagedThreadId;
                bool mine = block.Samples[0] == i && block.Samples[1] == Environment.CurrentManagedThreadId;
                block.Return();
                if (!mine)
                    throw new InvalidOperationException("Two threads had one block.");
            }
        });
        pool.Rented.Should().Be(0);
        pool.Retained.Should().BeInRange(1, 4);
    }

    [Theory]
    [InlineData(0, 8, 1), InlineData(1, 7, 1), InlineData(1, 1, 1), InlineData(1, 8, -1)]
    public void Sizes_that_make_no_sense_are_refused(int capacity, int blockLength, int retained) =>
        FluentActions
            .Invoking(() => new SampleBlockPool(capacity, blockLength, retained))
            .Should()
            .Throw<ArgumentOutOfRangeException>();
}
