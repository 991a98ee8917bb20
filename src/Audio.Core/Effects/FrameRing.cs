namespace Audio.Core.Effects;

/// <summary>The last frames of a stream: when it is full, a new frame replaces the oldest.</summary>
internal sealed class FrameRing(int capacity, int channels)
{
    private readonly float[] _samples = new float[capacity * channels];
    private int _oldest;

    /// <summary>The most frames it holds.</summary>
    public int Capacity => capacity;

    /// <summary>Frames held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a frame.</summary>
    public void Add(ReadOnlySpan<float> frame)
    {
        if (Count == capacity)
            DropOldest();
        frame.CopyTo(_samples.AsSpan((_oldest + Count) % capacity * channels));
        Count++;
    }

    /// <summary>Removes the oldest frame and returns it.</summary>
    public void Take(Span<float> frame)
    {
        _samples.AsSpan(_oldest * channels, channels).CopyTo(frame);
        DropOldest();
    }

    /// <summary>Removes the oldest frame.</summary>
    public void DropOldest()
    {
        _oldest = (_oldest + 1) % capacity;
        Count--;
    }

    /// <summary>Removes all frames.</summary>
    public void Clear() => (_oldest, Count) = (0, 0);
}
