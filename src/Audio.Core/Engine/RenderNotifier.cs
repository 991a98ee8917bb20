using Audio.Core.Mixing;

namespace Audio.Core.Engine;

/// <summary>
/// Reports "some input changed" from the render thread to the thread pool. The render thread only queues this one
/// object, at most once at a time; which inputs changed is looked up on the other side.
/// </summary>
internal sealed class RenderNotifier(Action<IThreadPoolWorkItem> start, Action changed)
    : IMixerObserver,
        IThreadPoolWorkItem
{
    // Both threads: 1 while it is queued.
    private int _queued;

    /// <summary>Render thread.</summary>
    public void InputsChanged()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 0)
            start(this);
    }

    /// <summary>Thread pool. Changes from here on queue it again.</summary>
    public void Execute()
    {
        Interlocked.Exchange(ref _queued, 0);
        changed();
    }
}
