using Audio.Core.Buffers;

namespace Audio.Core.Tests.Buffers;

public sealed class SampleBlockRingTests
{
    private readonly SampleBlockPool _pool = new(capacity: 2, blockLength: 8);

    [Fact]
    public void Space_reaches_to_the_end_of_its_block_and_what_is_written_there_can_be_copied_out()
    {
        var ring = new SampleBlockRing(_pool, capacity: 16);
        ring.LeasedAt(0).Should().Be(0);
        ring.SpaceAt(0).Length.Should().Be(8);
        ring.LeasedAt(3).Should().Be(5);
        for (int i = 0; i < 12; i++)
            ring.SpaceAt(i)[0] = i;

        float[] read = new float[6];
        ring.CopyTo(read, position: 5);

        read.Should().Equal(5, 6, 7, 8, 9, 10);
    }

    [Fact]
    public void An_empty_pool_gives_no_space_until_a_block_was_read()
    {
        var ring = new SampleBlockRing(_pool, capacity: 16);
        ring.SpaceAt(0);
        ring.SpaceAt(8);
        ring.SpaceAt(16).IsEmpty.Should().BeTrue();

        ring.GiveBackBefore(7);
        ring.SpaceAt(16).IsEmpty.Should().BeTrue("the first block is not read to its end");
        ring.GiveBackBefore(8);
        ring.SpaceAt(16).Length.Should().Be(8);

        ring.GiveBackAll();
        _pool.Rented.Should().Be(0);
    }
}
