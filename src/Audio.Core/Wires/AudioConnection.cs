using System.Buffers;
using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Core.Sessions.Intake;
using Audio.Core.Wires.Frames;
using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires;

/// <summary>
/// One client's stream of chunk frames, read from a pipe. Where the bytes come from (WebSocket, HTTP body, socket, a
/// program in the same process) it does not know.
/// </summary>
/// <remarks>
/// As an observable it is cold, takes one subscriber, and gives one frame at a time: <c>OnNext</c> is not called again
/// until the frame is taken. A frame's payload is borrowed, valid until <c>OnNext</c> returns. A cut inside a frame
/// ends the stream with <c>OnCompleted</c>, the broken frame is dropped; bytes that are no frames end it with
/// <c>OnError</c> and a <see cref="ProtocolException"/>.
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

    /// <summary>Frames that named a session which is not open; they were dropped.</summary>
    public long FramesDropped => Interlocked.Read(ref _framesDropped);

    /// <summary>
    /// Opens a session on this connection and gives it the next <see cref="AudioSession.Handle"/>; frames that carry
    /// the handle belong to it. Any thread.
    /// </summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    public AudioSession OpenSession(SessionOptions options)
    {
        AudioSession session = _open(options, _router.NextHandle());
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
    /// Reads the pipe to its end and hands every frame to its session. Sessions without an end of stream then play what
    /// they hold and end as <see cref="SessionEndReason.Disconnected"/>. Call once, instead of <see cref="Subscribe"/>.
    /// </summary>
    /// <returns>Ends when the pipe has ended and all of it was taken.</returns>
    /// <exception cref="ProtocolException">The pipe holds something else than chunk frames.</exception>
    public Task RunAsync()
    {
        _router.Connect();
        return _router.Completion;
    }

    /// <summary>Starts reading. One subscriber in a connection's life.</summary>
    /// <returns>Ends the stream as if the pipe had ended; a frame that is held is still delivered whole.</returns>
    public IDisposable Subscribe(IObserver<ChunkFrame> observer)
    {
        if (Interlocked.Exchange(ref _subscribed, 1) != 0)
            throw new InvalidOperationException("A connection has one subscriber; share its frames with Publish().");
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
#pragma warning disable CA1031 // The observer learns of every fault, as Rx has it.
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
