using System.Buffers;
using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires;

/// <summary>
/// One client's stream of chunk frames, read from a pipe. It does not know what fills the pipe: a WebSocket, an HTTP
/// body, a socket, or a program in the same process.
/// </summary>
/// <remarks>
/// As an observable it is cold, accepts one subscriber, and delivers one frame at a time: <c>OnNext</c> is not called
/// again until the frame has been taken. The payload of a frame is borrowed and valid until <c>OnNext</c> returns. If
/// the pipe ends inside a frame, the broken frame is dropped and the stream ends with <c>OnCompleted</c>. Bytes that
/// are not a frame end it with <c>OnError</c> and a <see cref="ProtocolException"/>.
/// </remarks>
public sealed class AudioConnection : IObservable<ChunkFrame>
{
    // Immutable.
    private readonly PipeReader _frames;
    private readonly ChunkFrameLimits _limits;
    private readonly FrameHold _hold;
    private readonly WireBudget _budget;
    private readonly FrameRouter _router;
    private readonly Func<SessionOptions, uint, AudioSession> _open;

    // Any thread.
    private long _framesDropped;
    private int _subscribed;

    internal AudioConnection(
        PipeReader frames,
        ChunkFrameLimits limits,
        FrameHold hold,
        Func<SessionOptions, uint, AudioSession> open
    )
    {
        _frames = frames;
        _limits = limits;
        _hold = hold;
        _budget = new WireBudget(hold.Start);
        _open = open;
        _router = this.Route(unknown: _ => Interlocked.Increment(ref _framesDropped));
    }

    /// <summary>Frames dropped because their session is not open.</summary>
    public long FramesDropped => Interlocked.Read(ref _framesDropped);

    /// <summary>
    /// Opens a session on this connection. Frames that carry its <see cref="AudioSession.Handle"/> belong to it. Any
    /// thread.
    /// </summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    public AudioSession OpenSession(SessionOptions options)
    {
        AudioSession session = _open(options with { WireClient = this }, _router.NextHandle());
        IDisposable route = _router.To(session.Handle).TakenOn(session.Scheduler, _hold).Subscribe(session);
        _ = session.Completion.ContinueWith(
            static (_, route) => ((IDisposable)route!).Dispose(),
            route,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        return session;
    }

    /// <summary>
    /// Reads the pipe to its end and delivers every frame to its session. Sessions whose stream has not ended by then
    /// play what they hold and end as <see cref="SessionEndReason.Disconnected"/>. Call it once, instead of <see
    /// cref="Subscribe"/>.
    /// </summary>
    /// <returns>Completes when the pipe has ended and everything was taken.</returns>
    /// <exception cref="ProtocolException">The pipe contains something other than chunk frames.</exception>
    public Task RunAsync()
    {
        _router.Connect();
        return _router.Completion;
    }

    /// <summary>Starts reading. A connection accepts one subscriber.</summary>
    /// <returns>
    /// Disposing it ends the stream as if the pipe had ended; a held frame is still delivered completely.
    /// </returns>
    public IDisposable Subscribe(IObserver<ChunkFrame> observer)
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0)
        {
            throw new InvalidOperationException(
                "A connection accepts one subscriber; share its frames with Publish()."
            );
        }

        var subscription = new Subscription(_frames);
        _ = ReadAsync(observer, subscription);
        return subscription;
    }

    private async Task ReadAsync(IObserver<ChunkFrame> observer, Subscription subscription)
    {
        Exception? fault = null;
        try
        {
            bool more = true;
            while (more)
            {
                ValueTask<ReadResult> reading = _frames.ReadAsync();
                if (!reading.IsCompleted)
                    _budget.Renew();
                ReadResult result = await reading.ConfigureAwait(false);
                ReadOnlySequence<byte> buffer = result.Buffer;
                while (!subscription.IsDisposed && ChunkFrameReader.TryRead(ref buffer, _limits, out ChunkFrame frame))
                {
                    observer.OnNext(frame);
                    await _hold.WhenReleased().ConfigureAwait(false);
                    await _budget.SpendAsync(frame.Payload.Length).ConfigureAwait(false);
                }
                _frames.AdvanceTo(buffer.Start, buffer.End);
                more = !result.IsCompleted && !subscription.IsDisposed;
            }
        }
#pragma warning disable CA1031 // As usual in Rx, the observer receives every error.
        catch (Exception error)
#pragma warning restore CA1031
        {
            fault = error;
        }

        await _frames.CompleteAsync(fault).ConfigureAwait(false);
        if (fault is null)
            observer.OnCompleted();
        else
            observer.OnError(fault);
    }

    private sealed class Subscription(PipeReader frames) : IDisposable
    {
        private volatile bool _disposed;

        public bool IsDisposed => _disposed;

        public void Dispose()
        {
            _disposed = true;
            frames.CancelPendingRead();
        }
    }
}
