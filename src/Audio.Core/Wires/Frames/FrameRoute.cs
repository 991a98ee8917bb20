using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires.Frames;

/// <summary>
/// One stream of a connection: the frames that carry its handle, in order, each byte once. Cold, with one subscriber;
/// disposing the subscription ends the route, and its handle names nothing any more.
/// </summary>
/// <remarks>
/// Here, and nowhere else, offsets are checked. Bytes that are here already are dropped. Over a gap no stream goes on:
/// where a guard stands, it answers for that; else the stream ends with <c>OnError</c>. The end of the wire, and its
/// fault, are <c>OnCompleted</c>: they are no fault of this stream.
/// </remarks>
internal sealed class FrameRoute : IObservable<ChunkFrame>, IDisposable
{
    // Immutable.
    private readonly FrameRouter _router;
    private readonly IRouteGuard? _guard;

    // Set once, before its first frame.
    private IObserver<ChunkFrame>? _observer;

    internal FrameRoute(FrameRouter router, uint handle, long offset, IRouteGuard? guard)
    {
        _router = router;
        _guard = guard;
        Handle = handle;
        Offset = offset;
    }

    /// <summary>What names it in the frames.</summary>
    public uint Handle { get; }

    /// <summary>
    /// Bytes handed on: where the next frame begins. Inside the wire's <c>OnNext</c>, or while it reads nothing.
    /// </summary>
    public long Offset { get; private set; }

    /// <summary>Lets its frames come, from the next one on.</summary>
    public IDisposable Subscribe(IObserver<ChunkFrame> observer)
    {
        if (Interlocked.CompareExchange(ref _observer, observer, null) is not null)
            throw new InvalidOperationException("A route has one subscriber.");
        _router.Add(this);
        return this;
    }

    /// <summary>Ends it; a frame that is held is delivered all the same. Any thread.</summary>
    public void Dispose() => _router.Remove(this);

    /// <summary>Checks a frame and hands on what is new of it.</summary>
    internal void Take(in ChunkFrame frame)
    {
        long known = Offset - frame.Offset;
        if (known < 0)
        {
            RefuseGap(frame.Offset);
            return;
        }
        long length = frame.Payload.Length;
        long bytes = length - Math.Min(known, length);
        if (_guard is not null && !_guard.Admits(Offset, bytes) || bytes == 0 && !frame.IsEndOfStream)
            return;
        long offset = Offset;
        Offset += bytes;
        _observer!.OnNext(
            known == 0 ? frame : frame with { Offset = offset, Payload = frame.Payload.Slice(length - bytes) }
        );
    }

    /// <summary>
    /// Ends the stream where it stands, as a frame of its own. The wire is in the turn of this stream, and holds
    /// nothing.
    /// </summary>
    internal void End() => _observer!.OnNext(new ChunkFrame(Handle, Offset, ChunkFrameFlags.EndOfStream, default));

    internal void Complete() => _observer!.OnCompleted();

    private void RefuseGap(long offset)
    {
        if (_guard is not null)
        {
            _guard.RefuseGap(Offset, offset);
            return;
        }
        Dispose();
        _observer!.OnError(
            new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"The stream has a gap: {Offset} bytes are here, the next chunk begins at {offset}."
            )
        );
    }
}
