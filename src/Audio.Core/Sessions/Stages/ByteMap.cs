namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Maps offsets in a stream to frames decoded from it, and back: pairs of both, with linear interpolation between
/// them. Pairs on one line are merged exactly, so plain samples need one pair for each header between them. Beyond <see
/// cref="MaxPairs"/> the oldest is forgotten. Written by one thread, read by any.
/// </summary>
internal sealed class ByteMap
{
    /// <summary>The most pairs: 20 s of the shortest usual codec frames, more than is ever buffered.</summary>
    public const int MaxPairs = 1024;

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private Pair[] _pairs = new Pair[4]; // a ring, which grows to MaxPairs
    private int _first;
    private int _count = 1; // the start of both

    private Pair Last => this[_count - 1];

    private ref Pair this[int index] => ref _pairs[(_first + index) % _pairs.Length];

    /// <summary>Adds a pair. Neither number ever decreases.</summary>
    /// <param name="offset">The offset behind the bytes that the frames came from.</param>
    /// <param name="frames">The frames so far.</param>
    public void Add(long offset, long frames)
    {
        lock (_lock)
        {
            var next = new Pair(Math.Max(offset, Last.Offset), Math.Max(frames, Last.Frames));
            if (next == Last)
                return;
            if (_count > 1 && IsOnLine(this[_count - 2], Last, next))
            {
                this[_count - 1] = next;
                return;
            }

            if (_count == MaxPairs)
                _first = (_first + 1) % MaxPairs;
            else if (++_count > _pairs.Length)
                Array.Resize(ref _pairs, Math.Min(2 * _pairs.Length, MaxPairs)); // never wrapped before it is full
            this[_count - 1] = next;
        }
    }

    /// <summary>
    /// The frame that contains a byte; bytes of a header count as the next frame. Behind the last pair the stream is
    /// taken to go on at its average rate.
    /// </summary>
    /// <param name="offset">The offset of the byte.</param>
    /// <param name="bytesPerFrame">What a frame takes behind the last pair.</param>
    public long FrameAt(long offset, double bytesPerFrame)
    {
        lock (_lock)
        {
            Pair last = Last;
            if (offset >= last.Offset)
                return last.Frames + (long)((offset - last.Offset) / bytesPerFrame);
            int after = 0;
            while (this[after].Offset <= offset)
                after++;
            if (after == 0)
                return this[0].Frames;
            (Pair from, Pair to) = (this[after - 1], this[after]);
            return from.Frames + Share(offset - from.Offset, to.Offset - from.Offset, to.Frames - from.Frames);
        }
    }

    /// <summary>The offset behind the bytes of this many frames, and of a header behind them.</summary>
    public long OffsetOf(long frames)
    {
        lock (_lock)
        {
            int after = 0;
            while (after < _count && this[after].Frames <= frames)
                after++;
            if (after == _count)
                return Last.Offset;
            if (after == 0)
                return this[0].Offset;
            (Pair from, Pair to) = (this[after - 1], this[after]);
            return from.Offset + Share(frames - from.Frames, to.Frames - from.Frames, to.Offset - from.Offset);
        }
    }

    /// <summary>Bytes of an average frame so far; <see langword="null"/>: there is none.</summary>
    public double? BytesPerFrame
    {
        get
        {
            lock (_lock)
                return Last.Frames == 0 ? null : (double)Last.Offset / Last.Frames;
        }
    }

    private static long Share(long part, long whole, long of) => (long)((Int128)part * of / whole);

    private static bool IsOnLine(Pair from, Pair middle, Pair to) =>
        (Int128)(middle.Frames - from.Frames) * (to.Offset - from.Offset)
        == (Int128)(to.Frames - from.Frames) * (middle.Offset - from.Offset);

    private readonly record struct Pair(long Offset, long Frames);
}
