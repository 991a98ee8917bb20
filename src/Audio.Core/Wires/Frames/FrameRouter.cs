using System.Collections.Concurrent;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires.Frames;

/// <summary>
/// The operator <c>Route</c>: splits the frames of a connection by handle. Each stream is an observable of its own, and
/// this is the only place that looks a handle up. Reads nothing before <see cref="Connect"/>.
/// </summary>
/// <param name="frames">The wire.</param>
/// <param name="unknown">Called with a handle that nobody has; its frame is dropped.</param>
internal sealed class FrameRouter(IObservable<ChunkFrame> frames, Action<uint> unknown) : IObserver<ChunkFrame>
{
    // Any thread.
    private readonly ConcurrentDictionary<uint, FrameRoute> _routes = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private uint _lastHandle;
    private volatile bool _over;

    /// <summary>Completes when the wire has ended and every stream was told; faults if the wire did.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Returns a free handle.</summary>
    public uint NextHandle() => Interlocked.Increment(ref _lastHandle);

    /// <summary>Creates the stream of a handle; its frames arrive once somebody subscribes.</summary>
    /// <param name="handle">Its handle.</param>
    /// <param name="offset">Bytes of the stream received before.</param>
    /// <param name="guard">Admits its frames and reports gaps; <see langword="null"/>: a gap ends the stream.</param>
    public FrameRoute To(uint handle, long offset = 0, IRouteGuard? guard = null) => new(this, handle, offset, guard);

    /// <summary>Starts reading.</summary>
    public IDisposable Connect() => frames.Subscribe(this);

    /// <inheritdoc/>
    public void OnNext(ChunkFrame value)
    {
        if (_routes.TryGetValue(value.Session, out FrameRoute? route))
            route.Take(value);
        else
            unknown(value.Session);
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
        CompleteAll();
        _completion.TrySetResult();
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
        CompleteAll();
        _completion.TrySetException(error);
    }

    internal void Add(FrameRoute route)
    {
        _routes[route.Handle] = route;
        if (_over && Remove(route))
            route.Complete();
    }

    internal bool Remove(FrameRoute route) => _routes.TryRemove(KeyValuePair.Create(route.Handle, route));

    private void CompleteAll()
    {
        _over = true;
        foreach ((_, FrameRoute route) in _routes)
        {
            if (Remove(route))
                route.Complete();
        }
    }
}
