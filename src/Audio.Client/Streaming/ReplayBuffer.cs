using System.Buffers;
using Audio.Protocol.Chunks;

namespace Audio.Client.Streaming;

/// <summary>
/// The bytes of a stream that may have to be sent again, in pooled pieces, each with room for the header of its frame.
/// What it lends for sending comes back with <see cref="Sent"/>. Positions are offsets in the stream. Under the lock of
/// the session's stream.
/// </summary>
internal sealed class ReplayBuffer
{
    private readonly record struct Piece(byte[] Bytes, long Start, int Length)
    {
        public long End => Start + Length;
    }

    /// <summary>
    /// How much of released pieces is kept for new ones. The daemon acknowledges dozens of pieces at once, more than
    /// the shared pool takes back on a machine with few cores.
    /// </summary>
    private const int MaxSpareBytes = 256 * 1024;

    private readonly Stack<byte[]> _spare = new();
    private int _spareBytes;
    private bool _cleared;

    private Piece[] _ring = new Piece[8];
    private int _head;
    private int _count;
    private int _next; // the piece with the next byte to send, counted from the head

    private byte[]? _lent;
    private bool _lentIsForgotten;

    /// <summary>The end of the stream so far.</summary>
    public long Written { get; private set; }

    /// <summary>The offset of the next byte to send.</summary>
    public long NextToSend { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Held => Written - (_count == 0 ? Written : _ring[_head].Start);

    /// <summary>Copies bytes to the end of the stream.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        byte[] bytes = Rent(ChunkFrameWriter.Overhead + data.Length);
        data.CopyTo(bytes.AsSpan(ChunkFrameWriter.Overhead));
        if (_count == _ring.Length)
            Grow();
        _ring[(_head + _count++) & (_ring.Length - 1)] = new Piece(bytes, Written, data.Length);
        Written += data.Length;
    }

    /// <summary>
    /// Lends the next bytes to send, with room for the header before them: at most a piece, and nothing beyond a limit.
    /// </summary>
    /// <returns>False: there is nothing to send.</returns>
    public bool TryLend(long limit, out Memory<byte> frame)
    {
        frame = default;
        if (NextToSend >= Math.Min(Written, limit))
            return false;
        Piece piece = At(_next);
        long end = Math.Min(piece.End, limit);
        int length = (int)(end - NextToSend);
        if (length == piece.Length)
        {
            _lent = piece.Bytes;
        }
        else
        {
            // Part of a piece: the bytes before it may be sent again, so the header must not overwrite them.
            _lent = Rent(ChunkFrameWriter.Overhead + length);
            _lentIsForgotten = true;
            piece
                .Bytes.AsSpan(ChunkFrameWriter.Overhead + (int)(NextToSend - piece.Start), length)
                .CopyTo(_lent.AsSpan(ChunkFrameWriter.Overhead));
        }
        frame = _lent.AsMemory(0, ChunkFrameWriter.Overhead + length);
        NextToSend = end;
        if (end == piece.End)
            _next++;
        return true;
    }

    /// <summary>Takes back what was lent; does nothing if nothing was.</summary>
    public void Sent()
    {
        if (_lentIsForgotten)
            Return(_lent!);
        (_lent, _lentIsForgotten) = (null, false);
    }

    /// <summary>Drops everything before an offset: it will not be sent again.</summary>
    public void Forget(long upTo)
    {
        while (_count > 0 && _ring[_head].End <= upTo && _ring[_head].End <= NextToSend)
        {
            Release(_ring[_head].Bytes);
            _ring[_head] = default;
            _head = (_head + 1) & (_ring.Length - 1);
            _count--;
            _next--;
        }
    }

    /// <summary>Goes back to an offset that was not dropped.</summary>
    public void Rewind(long offset)
    {
        if (offset > Written || (offset < Written && (_count == 0 || offset < _ring[_head].Start)))
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "These bytes are not held.");
        NextToSend = offset;
        _next = 0;
        while (_next < _count && At(_next).End <= offset)
            _next++;
    }

    /// <summary>Returns everything to the pool: nothing will be sent or written any more.</summary>
    public void Clear()
    {
        _cleared = true;
        while (_spare.TryPop(out byte[]? spare))
            ArrayPool<byte>.Shared.Return(spare);
        NextToSend = Written;
        _next = _count;
        Forget(Written);
    }

    private ref Piece At(int index) => ref _ring[(_head + index) & (_ring.Length - 1)];

    private void Release(byte[] bytes)
    {
        if (ReferenceEquals(bytes, _lent))
            _lentIsForgotten = true; // goes back to the pool when it was sent
        else
            Return(bytes);
    }

    private byte[] Rent(int size)
    {
        // Not a much larger one: many small pieces would tie up much memory.
        if (!_spare.TryPeek(out byte[]? spare) || spare.Length < size || spare.Length > Math.Max(64, 4 * size))
            return ArrayPool<byte>.Shared.Rent(size);
        _spareBytes -= spare.Length;
        return _spare.Pop();
    }

    private void Return(byte[] bytes)
    {
        if (_cleared || _spareBytes + bytes.Length > MaxSpareBytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            return;
        }
        _spareBytes += bytes.Length;
        _spare.Push(bytes);
    }

    private void Grow()
    {
        var larger = new Piece[2 * _ring.Length];
        for (int i = 0; i < _count; i++)
            larger[i] = At(i);
        (_ring, _head) = (larger, 0);
    }
}
