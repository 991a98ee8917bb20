using System.Buffers;

namespace Audio.Core.Buffers;

/// <summary>
/// Encoded bytes that were taken from the wire and wait to be decoded. It holds no memory while it is empty, and gives
/// each block back as soon as it has been read.
/// </summary>
/// <remarks>Session scheduler only, except <see cref="Length"/>.</remarks>
/// <param name="pool">Where blocks come from and go back to.</param>
/// <param name="share">Where its blocks are counted; <see langword="null"/>: nowhere.</param>
internal sealed class ByteBacklog(ByteBlockPool pool, MemoryShare? share = null)
{
    private ByteBlock? _first;
    private ByteBlock? _last;
    private int _start; // in the first block
    private int _end; // in the last block
    private long _length;

    /// <summary>Bytes held. Any thread.</summary>
    public long Length => Interlocked.Read(ref _length);

    /// <summary>The bytes held, in order; valid until another member is called.</summary>
    public ReadOnlySequence<byte> Bytes =>
        _first is null ? default : new ReadOnlySequence<byte>(_first, _start, _last!, _end);

    /// <summary>Appends a copy of the bytes.</summary>
    /// <param name="bytes">What to append.</param>
    /// <param name="limit">The most bytes to hold afterwards.</param>
    /// <returns>How many were appended: fewer than given if the limit is reached or no block can be had.</returns>
    public long Append(ReadOnlySequence<byte> bytes, long limit)
    {
        long room = Math.Max(0, limit - _length);
        long kept = 0;
        foreach (ReadOnlyMemory<byte> segment in bytes.Length > room ? bytes.Slice(0, room) : bytes)
        {
            int taken = Append(segment.Span);
            kept += taken;
            if (taken < segment.Length)
                break;
        }
        Interlocked.Add(ref _length, kept);
        return kept;
    }

    /// <summary>Drops bytes from the front.</summary>
    public void Advance(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _length);
        Interlocked.Add(ref _length, -bytes);
        if (_length == 0)
        {
            Clear();
            return;
        }
        long start = _start + bytes;
        for (; start >= pool.BlockBytes; start -= pool.BlockBytes)
            DropFirst();
        _start = (int)start;
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (_first is not null)
            DropFirst();
        (_last, _start, _end) = (null, 0, 0);
        Interlocked.Exchange(ref _length, 0);
    }

    private int Append(ReadOnlySpan<byte> bytes)
    {
        int taken = 0;
        while (taken < bytes.Length && (_end < pool.BlockBytes && _last is not null || AddBlock()))
        {
            int count = Math.Min(bytes.Length - taken, pool.BlockBytes - _end);
            bytes.Slice(taken, count).CopyTo(_last!.Bytes[_end..]);
            _end += count;
            taken += count;
        }
        return taken;
    }

    private bool AddBlock()
    {
        if (pool.TryRent(share) is not { } block)
            return false;
        if (_last is null)
        {
            block.Begin();
            (_first, _start) = (block, 0);
        }
        else
        {
            _last.Append(block);
        }
        (_last, _end) = (block, 0);
        return true;
    }

    private void DropFirst()
    {
        ByteBlock first = _first!;
        _first = first.Next;
        first.Begin(); // a block in the pool must not hold on to a chain
        pool.Return(first, share);
    }
}
