using System.Collections.Concurrent;

namespace Audio.Core.Dsp;

/// <summary>
/// Designs filters away from the threads that sockets complete on, one at a time, so that a client with ever new rates
/// occupies no more than one thread of the pool. Any thread.
/// </summary>
/// <param name="start">Runs work items: on the thread pool, or in place in tests.</param>
internal sealed class FilterDesigns(Action<IThreadPoolWorkItem> start) : IThreadPoolWorkItem
{
    /// <summary>With more waiting, whoever asks for a filter designs it itself, which slows down a flood.</summary>
    public const int MaxWaiting = 16;

    private readonly ConcurrentQueue<ResamplerFilter> _waiting = new();
    private int _count;

    /// <summary>Has a filter designed, unless that is done or on its way. Quick ones are designed at once.</summary>
    public void Want(ResamplerFilter filter)
    {
        if (filter.IsDesigned)
            return;
        if (filter.IsQuick || Volatile.Read(ref _count) >= MaxWaiting)
        {
            filter.Design();
            return;
        }

        if (!filter.TryClaim())
            return;
        _waiting.Enqueue(filter);
        if (Interlocked.Increment(ref _count) == 1)
            start(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_waiting.TryDequeue(out ResamplerFilter? filter))
            filter.Design();
        if (Interlocked.Decrement(ref _count) > 0)
            start(this);
    }
}
