using System.Buffers;
using Audio.Core.Buffers;
using Audio.Testing;

namespace Audio.Core.Tests.Buffers;

public sealed class ByteBacklogTests
{
    private readonly ByteBlockPool _pool = new(capacity: 4, blockBytes: 10, retained: 2);

    [Fact]
    public void Bytes_come_out_as_they_went_in_however_both_are_cut()
    {
        var backlog = new ByteBacklog(_pool);
        byte next = 0;
        byte expected = 0;
        for (int round = 1; round < 200; round++)
        {
            byte[] bytes = [.. Enumerable.Range(0, round % 17).Select(_ => next++)];
            backlog.Append(new ReadOnlySequence<byte>(bytes), limit: 30).Should().Be(bytes.Length);
            byte[] held = backlog.Bytes.ToArray();
            held.Length.Should().Be((int)backlog.Length);
            int taken = Math.Min(held.Length, Math.Max(held.Length - 13, round % 11));
            held[..taken].Should().Equal(Enumerable.Range(0, taken).Select(_ => expected++));
            backlog.Advance(taken);
        }
        backlog.Clear();
        _pool.Rented.Should().Be(0);
    }

    [Fact]
    public void What_is_beyond_the_limit_or_the_pool_is_left()
    {
        var backlog = new ByteBacklog(_pool);
        var other = new ByteBacklog(_pool);
        backlog.Append(Sequence(25), limit: 12).Should().Be(12);
        other.Append(Sequence(25), limit: 1_000).Should().Be(20, "two of the four blocks are out");
        backlog.Append(Sequence(25), limit: 1_000).Should().Be(8, "its last block has room for so much");
        (backlog.Length, other.Length, _pool.Rented).Should().Be((20, 20, 4));

        other.Advance(10);
        backlog.Append(Sequence(25), limit: 1_000).Should().Be(10);
    }

    [Fact]
    public void Memory_goes_back_as_it_is_read_and_an_empty_one_holds_none()
    {
        var backlog = new ByteBacklog(_pool);
        backlog.Append(Sequence(35), limit: 1_000);
        _pool.Rented.Should().Be(4);
        backlog.Advance(9);
        _pool.Rented.Should().Be(4);
        backlog.Advance(12);
        _pool.Rented.Should().Be(2);
        backlog.Advance(14);
        (_pool.Rented, _pool.Retained).Should().Be((0, 2));
        backlog.Bytes.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_block_comes_back_once()
    {
        ByteBlock block = _pool.TryRent()!;
        _pool.Return(block);
        FluentActions.Invoking(() => _pool.Return(block)).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Steady_it_allocates_nothing()
    {
        var backlog = new ByteBacklog(new ByteBlockPool(capacity: 4, blockBytes: 10));
        ReadOnlySequence<byte> chunk = Sequence(15);
        backlog.Append(chunk, limit: 30);

        Allocations
            .Of(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    backlog.Append(chunk, limit: 30);
                    _ = backlog.Bytes.FirstSpan.Length;
                    backlog.Advance(15);
                }
                backlog.Advance(backlog.Length);
                backlog.Append(chunk, limit: 30);
            })
            .Should()
            .Be(0);
    }

    private static ReadOnlySequence<byte> Sequence(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => (byte)i)]);
}
