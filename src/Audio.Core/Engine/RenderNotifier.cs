using Audio.Core.Mixing;

namespace Audio.Core.Engine;

/// <summary>
/// Carries "some input changed" out of the render thread: the render thread only queues this one object, at most once
/// at a time; who changed is looked up on the other side.
/// </summary>
internal sealed class RenderNotifier(Action<IThreadPoolWorkItem> start, Action changed)
    : IMixerObserver,
        IThreadPoolWorkItem
{
    // Both sides: 1 while it is queued.
    private int _queued;

    /// <summary>Render thread.</summary>
    public void InputsChanged()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 0)
            start(this);
    }

    /// <summary>Thread pool. What changes from here on queues it again.</summary>
    public void Execute()
    {
        Interlocked.Exchange(ref _queued, 0);
        changed();
    }
}
