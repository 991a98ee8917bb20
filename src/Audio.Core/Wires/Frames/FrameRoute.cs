using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires.Frames;

/// <summary>
/// One stream of a connection: the frames that carry its handle, in order, each byte once. Cold, with one subscriber.
/// Disposing the subscription ends the route and frees its handle.
/// </summary>
/// <remarks>
/// The only place where offsets are checked. Bytes that were received before are dropped. A stream cannot continue over
/// a gap: its guard, if it has one, reports it; otherwise the stream ends with <c>OnError</c>. The end of the wire, and
/// an error on it, arrive as <c>OnCompleted</c>, because they are not errors of this stream.
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

    /// <summary>Its handle in the frames.</summary>
    public uint Handle { get; }

    /// <summary>
    /// The bytes delivered so far, which is where the next frame begins. Read it inside the wire's <c>OnNext</c>, or
    /// while the wire is not reading.
    /// </summary>
    public long Offset { get; private set; }

    /// <summary>Delivers its frames, from the next one on.</summary>
    public IDisposable Subscribe(IObserver<ChunkFrame> observer)
    {
        if (Interlocked.CompareExchange(ref _observer, observer, null) is not null)
            throw new InvalidOperationException("A route accepts one subscriber.");
        _router.Add(this);
        return this;
    }

    /// <summary>Ends the route; a held frame is still delivered. Any thread.</summary>
    public void Dispose() => _router.Remove(this);

    /// <summary>Checks a frame and delivers the part of it that is new.</summary>
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
    /// Ends the stream at its current offset with an empty frame. Called inside the wire's <c>OnNext</c> for this
    /// stream, while nothing is held.
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
