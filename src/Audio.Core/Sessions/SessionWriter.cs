using System.Buffers;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions;

/// <summary>The wire of a producer in this process: one write at a time, each a frame like any other.</summary>
internal sealed class SessionWriter
{
    // Immutable.
    private readonly AudioSession _session;
    private readonly FrameHold _hold;
    private readonly FrameTurns _turns;

    // Any thread.
    private volatile bool _over; // set for the producer at once, while the session may not have processed it yet

    // Producer only, one write at a time.
    private long _offset;
    private int _busy;

    /// <param name="session">The session, which may keep a frame.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="start">Runs the continuation of the producer.</param>
    public SessionWriter(AudioSession session, SessionScheduler scheduler, Action<IThreadPoolWorkItem> start)
    {
        _session = session;
        _hold = new FrameHold(start);
        _turns = new FrameTurns(session, scheduler, _hold);
    }

    /// <summary>Whether it is closed. Any thread.</summary>
    public bool IsClosed => _over;

    /// <summary>Accepts no more writes. Any thread.</summary>
    public void Close() => _over = true;

    /// <summary>Writes bytes; completes when all of them have been taken.</summary>
    /// <exception cref="AudioException">The session accepts no more sound.</exception>
    /// <exception cref="InvalidOperationException">Another write is still running.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> data)
    {
        if (_over || _session.State is SessionState.Draining or SessionState.Ended)
        {
            throw new AudioException(
                AudioErrorKind.SessionEnded,
                $"Session {_session.Id} accepts no more sound; open a new one."
            );
        }

        if (Interlocked.Exchange(ref _busy, 1) != 0)
            throw new InvalidOperationException("Await the previous write first.");
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
