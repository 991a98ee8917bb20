namespace Audio.Core.Sinks.Output;

/// <summary>
/// Which frames of the timeline were rendered and never heard, because their device went away. Written by one thread at
/// a time, read by any.
/// </summary>
internal sealed class LostFrames
{
    /// <summary>As many losses are remembered, the last ones.</summary>
    private const int MaxKept = 64;

    private volatile (long From, long To)[] _spans = []; // never changed once published

    /// <summary>The device took these with it.</summary>
    public void Add(long from, long to)
    {
        if (to > from)
            _spans = [.. _spans.Length < MaxKept ? _spans : _spans[1..], (from, to)];
    }

    /// <summary>How many of them lie between two frames.</summary>
    public long Between(long from, long to)
    {
        long frames = 0;
        foreach ((long first, long end) in _spans)
            frames += Math.Max(0, Math.Min(to, end) - Math.Max(from, first));
        return frames;
    }
}
