namespace Audio.Core.Dsp;

/// <summary>
/// Filters by their shape, shared by all sessions. Holds at most <see cref="MaxBytes"/>; the least recently used is
/// dropped first, and resamplers keep theirs alive. Any thread: nothing is designed under the lock.
/// </summary>
internal sealed class ResamplerFilterCache(int maxBytes = ResamplerFilterCache.MaxBytes)
{
    /// <summary>4 MiB: every usual pair of rates together takes under 2 MiB.</summary>
    public const int MaxBytes = 4 << 20;

    /// <summary>The one that sessions share.</summary>
    public static ResamplerFilterCache Shared { get; } = new();

    // Guarded by the lock.
    private readonly Lock _lock = new();
    private readonly LinkedList<ResamplerFilter> _recent = new(); // the most recently used first
    private int _bytes;

    /// <summary>Bytes of the cached tables.</summary>
    public int Bytes
    {
        get
        {
            lock (_lock)
                return _bytes;
        }
    }

    /// <summary>The filter between two rates in hertz, designed.</summary>
    public ResamplerFilter Get(int inputRate, int outputRate)
    {
        int divisor = GreatestCommonDivisor(inputRate, outputRate);
        ResamplerFilter filter = Get(FilterShape.For(outputRate / divisor, inputRate / divisor));
        filter.Design();
        return filter;
    }

    /// <summary>The filter of a shape; whether it is designed is for the caller to see.</summary>
    public ResamplerFilter Get(FilterShape shape)
    {
        lock (_lock)
        {
            LinkedListNode<ResamplerFilter>? node = _recent.First;
            while (node is not null && node.Value.Shape != shape)
                node = node.Next;
            if (node is not null)
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                return node.Value;
            }

            var filter = new ResamplerFilter(shape);
            _recent.AddFirst(filter);
            _bytes += filter.Size;
            while (_bytes > maxBytes && _recent.Last is { } oldest && oldest.Value != filter)
            {
                _recent.RemoveLast();
                _bytes -= oldest.Value.Size;
            }

            return filter;
        }
    }

    /// <summary>By which both rates are divided to have their ratio in lowest terms.</summary>
    public static int GreatestCommonDivisor(int a, int b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
