using System.Buffers;
using Audio.Core.Sessions.Intake;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions;

/// <content>Its frames: what comes out of a wire, in its turns (<c>TakenOn</c>), each byte once; and the producer in this process, which is a wire of its own.</content>
public sealed partial class AudioSession : IFrameKeeper
{
    // Session scheduler only.
    private FrameHold? _hold; // of the frame that is delivered now

    /// <summary>What its frames are taken on.</summary>
    internal SessionScheduler Scheduler => _scheduler;

    FrameHold IFrameKeeper.Hold
    {
        set => _hold = value;
    }

    /// <summary>Takes a frame; keeps it where it cannot be taken whole before this returns.</summary>
    void IObserver<ChunkFrame>.OnNext(ChunkFrame value) => Begin(value);

    /// <summary>The stream cannot go on. One that had ended before plays what it holds.</summary>
    void IObserver<ChunkFrame>.OnError(Exception error)
    {
        if (_streamEnded || _cancelling || State == SessionState.Ended)
            return;
        Fail(error);
        ReleasePending();
    }

    /// <summary>Its wire has ended, and its stream had not.</summary>
    void IObserver<ChunkFrame>.OnCompleted() => Complete(SessionEndReason.Disconnected);

    private void HoldPending()
    {
        _hold!.Take();
        _pendingHold = _hold;
    }

    /// <summary>The in-process producer's side: one write at a time, each a frame like any other.</summary>
    private sealed class WriteTurn
    {
        // Immutable.
        private readonly AudioSession _session;
        private readonly FrameHold _hold;
        private readonly FrameTurns _turns;

        // The producer's, one write at a time.
        private long _offset;
        private int _busy;

        public WriteTurn(AudioSession session)
        {
            _session = session;
            _hold = new FrameHold(session._context.Start);
            _turns = new FrameTurns(session, session._scheduler, _hold);
        }

        public ValueTask WriteAsync(ReadOnlySequence<byte> data)
        {
            if (_session._writesOver || _session.State is SessionState.Draining or SessionState.Ended)
                throw new AudioException(AudioErrorKind.SessionEnded, $"Session {_session.Id} takes no more sound; open a new one.");
            if (Interlocked.Exchange(ref _busy, 1) != 0)
                throw new InvalidOperationException("Await the write before this one first.");
            _turns.OnNext(new ChunkFrame(_session.Handle, _offset, ChunkFrameFlags.None, data));
            _offset += data.Length;
            ValueTask taken = _hold.WhenReleased();
            if (!taken.IsCompletedSuccessfully)
                return WhenTaken(taken);
            Volatile.Write(ref _busy, 0);
            return taken;
        }

        private async ValueTask WhenTaken(ValueTask taken)
        {
            await taken.ConfigureAwait(false);
            Volatile.Write(ref _busy, 0);
        }
    }
}
