using Audio.Core.Effects;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Maps offsets in a stream to frames decoded from it, and back: a <see cref="FrameMap"/> whose inputs are bytes and in
/// which only pairs that are exactly on one line are merged, so plain samples need one pair for each header between
/// them. Written by one thread, read by any.
/// </summary>
/// <param name="maxPairs">The most pairs; beyond it the oldest is forgotten.</param>
internal sealed class ByteMap(int maxPairs = ByteMap.MaxPairs)
{
    /// <summary>The most pairs: 20 s of the shortest usual codec frames, more than is ever buffered.</summary>
    public const int MaxPairs = 1024;

    /// <summary>What samples without any header need.</summary>
    public const int PairsOfSamples = 4;

    private const double Exact = 1e-6; // what doubles make of it

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly FrameMap _map = new(maxPairs, Exact);

    /// <summary>Bytes of an average frame so far; <see langword="null"/>: there is none.</summary>
    public double? BytesPerFrame
    {
        get
        {
            lock (_lock)
                return _map.Output == 0 ? null : (double)_map.Input / _map.Output;
        }
    }

    /// <summary>Adds a pair. Neither number ever decreases.</summary>
    /// <param name="offset">The offset behind the bytes that the frames came from.</param>
    /// <param name="frames">The frames so far.</param>
    public void Add(long offset, long frames)
    {
        lock (_lock)
            _map.Add(frames, offset);
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
            return _map.ToOutput(offset) ?? _map.Output + (long)((offset - _map.Input) / bytesPerFrame);
    }

    /// <summary>The offset behind the bytes of this many frames, and of a header behind them.</summary>
    public long OffsetOf(long frames)
    {
        lock (_lock)
            return _map.ToInput(frames);
    }
}
