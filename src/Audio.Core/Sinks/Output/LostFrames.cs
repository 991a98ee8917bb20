namespace Audio.Core.Sinks.Output;

/// <summary>
/// The frames of the timeline that were rendered and never heard because their device was lost. Written by one thread
/// at a time, read by any.
/// </summary>
internal sealed class LostFrames
{
    /// <summary>The number of losses remembered, the latest ones.</summary>
    private const int MaxKept = 64;

    private volatile (long From, long To)[] _spans = []; // never changed once published

    /// <summary>Adds frames lost with a device.</summary>
    public void Add(long from, long to)
    {
        if (to > from)
            _spans = [.. _spans.Length < MaxKept ? _spans : _spans[1..], (from, to)];
    }

    /// <summary>The number of lost frames between two positions.</summary>
    public long Between(long from, long to)
    {
        long frames = 0;
        foreach ((long first, long end) in _spans)
            frames += Math.Max(0, Math.Min(to, end) - Math.Max(from, first));
        return frames;
    }
}
