using System.Buffers;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions;

/// <summary>
/// The producer in this process, which is a wire of its own: one write at a time, each a frame like any other.
/// </summary>
internal sealed class SessionWriter
{
    // Immutable.
    private readonly AudioSession _session;
    private readonly FrameHold _hold;
    private readonly FrameTurns _turns;

    // Any thread.
    private volatile bool _over; // the producer has been told so, though the session's turn to know may not have come

    // The producer's, one write at a time.
    private long _offset;
    private int _busy;

    /// <param name="session">Takes the frames, and may keep one.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="start">Runs what the producer does next.</param>
    public SessionWriter(AudioSession session, SessionScheduler scheduler, Action<IThreadPoolWorkItem> start)
    {
        _session = session;
        _hold = new FrameHold(start);
        _turns = new FrameTurns(session, scheduler, _hold);
    }

    /// <summary>Whether it was closed. Any thread.</summary>
    public bool IsClosed => _over;

    /// <summary>No write is taken any more. Any thread.</summary>
    public void Close() => _over = true;

    /// <summary>Takes bytes, whole; the call has ended when they were taken.</summary>
    /// <exception cref="AudioException">The session takes no more sound.</exception>
    /// <exception cref="InvalidOperationException">Another write has not ended.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> data)
    {
        if (_over || _session.State is SessionState.Draining or SessionState.Ended)
        {
            throw new AudioException(
                AudioErrorKind.SessionEnded,
                $"Session {_session.Id} takes no more sound; open a new one."
            );
        }

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
