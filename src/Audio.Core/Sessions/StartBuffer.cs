using System.Reactive.Concurrency;
using Audio.Core.Buffers;

namespace Audio.Core.Sessions;

/// <summary>
/// Decides when a session's sound starts, and when it resumes after an underrun. It sets the prefill of the jitter
/// buffer from what its <see cref="ArrivalModel"/> has learned, and opens the gate for less once it has waited as long
/// as the prefill would have lasted. Session scheduler only.
/// </summary>
internal sealed class StartBuffer
{
    // Immutable.
    private readonly SessionContext _context;
    private readonly IScheduler _scheduler;
    private readonly long _origin;

    // Session scheduler only.
    private readonly ArrivalModel _arrivals;
    private readonly HoldRule _holds = new();
    private readonly StartGathering _gathering;
    private bool _mayHold;
    private long _writtenBefore; // frames before the newest chunk
    private long _soundFrom; // frames before the current sound, or before the part of it after a gap
    private TimeSpan? _opensAt; // when the gate is to be opened

    /// <param name="context">What the session shares with others.</param>
    /// <param name="scheduler">Its scheduler.</param>
    /// <param name="gathering">What a start gathers before it plays.</param>
    public StartBuffer(SessionContext context, IScheduler scheduler, StartGathering gathering)
    {
        _gathering = gathering;
        _context = context;
        _scheduler = scheduler;
        _origin = context.Time.GetTimestamp();
        _arrivals = new ArrivalModel(context.Buffering.MaxPrefill);
    }

    /// <summary>Observes a chunk; to be called before its samples are written.</summary>
    /// <param name="buffer">The buffer for the samples, if it exists yet.</param>
    /// <param name="timestamp">Now, by the engine's clock.</param>
    public void Arrived(JitterBuffer? buffer, long timestamp)
    {
        if (buffer is null)
            return;
        TimeSpan now = Elapsed(timestamp);
        long written = buffer.FramesWritten;
        TimeSpan before = Duration(written - _writtenBefore);
        TimeSpan held = Duration(buffer.BufferedFrames);
        _mayHold = MayHold(buffer, now, written, held, out bool paused);
        if (paused)
            _arrivals.Interrupt();
        _arrivals.Observe(now, before, held);
        if (held == TimeSpan.Zero && !buffer.IsFlowing)
            _gathering.Begin();
        SetPrefill(buffer, written - _writtenBefore, _gathering.Holds(held));
        _writtenBefore = written;
    }

    /// <summary>Whether the samples just written are held back, because more can be read first.</summary>
    public bool Gathers(JitterBuffer buffer) => !buffer.IsFlowing && _gathering.Holds(Duration(buffer.BufferedFrames));

    /// <summary>Stops gathering: nothing more is read before the sound starts.</summary>
    public void StopGathering() => _gathering.End();

    /// <summary>
    /// Classifies a chunk as the next of a sound, a late one, or the start of a new sound after the producer paused, in
    /// which case the time before it says nothing.
    /// </summary>
    private bool MayHold(JitterBuffer buffer, TimeSpan now, long written, TimeSpan held, out bool paused)
    {
        TimeSpan before = Duration(written - _writtenBefore);
        paused = buffer.EndsInSilence || buffer.FramesRead == 0;
        if (paused)
        {
            if (buffer.EndsInSilence)
                _soundFrom = written;
            _holds.Begin(now);
            return false;
        }

        if (held > TimeSpan.Zero || buffer.IsFlowing)
        {
            _holds.Add(now, before, held);
            return _mayHold && _holds.Waits;
        }

        if (Duration(written - _soundFrom) < SilentEnd.Length && _holds.IsClick(now, before))
            buffer.BeginSound();
        _soundFrom = written;
        paused = !_holds.Starve(now, before);
        return !paused && _holds.Allows(now);
    }

    /// <summary>Playback is interrupted or resumes: late chunks do no harm meanwhile.</summary>
    public void Interrupt() => _arrivals.Interrupt();

    /// <summary>
    /// Makes sure that held sound is released in time. Called after samples were written or the render thread reported
    /// a change.
    /// </summary>
    public void Consider(JitterBuffer buffer)
    {
        if (buffer.IsFlowing)
        {
            _holds.GoOn(Elapsed(_context.Time.GetTimestamp()));
            _opensAt = null;
            return;
        }

        if (_gathering.IsHolding)
            return; // the next chunk, or the time limit, releases it and wakes the sink
        long newest = buffer.FramesWritten - _writtenBefore;
        SetPrefill(buffer, newest, gathers: false);
        int held = buffer.BufferedFrames;
        TimeSpan missing = Duration(buffer.PrefillFrames - held);
        if (held == 0 || missing <= TimeSpan.Zero)
            return;
        if (Duration(held) < _context.Buffering.Prefill)
            missing = _context.Buffering.Prefill;
        TimeSpan due = Elapsed(_context.Time.GetTimestamp()) + missing;
        if (!(_opensAt <= due))
            OpenAt(buffer, due, missing);
    }

    private void OpenAt(JitterBuffer buffer, TimeSpan due, TimeSpan wait)
    {
        _opensAt = due;
        _scheduler.Schedule(wait, () => Open(buffer, due));
    }

    private void Open(JitterBuffer buffer, TimeSpan due)
    {
        if (_opensAt != due)
            return;
        _opensAt = null;
        if (buffer.IsFlowing || buffer.BufferedFrames == 0)
            return;
        buffer.OpenGate();
        _context.Output.Wake();
    }

    /// <summary>
    /// A start has the fixed prefill, as nothing is known yet. A learned hold, or one the session asked for, is added
    /// to the newest chunk, because the next one may be late by that much. While more can be read, the amount to gather
    /// applies.
    /// </summary>
    private void SetPrefill(JitterBuffer buffer, long newestFrames, bool gathers)
    {
        TimeSpan prefill = _context.Buffering.IsJitterFixed
            ? _context.Buffering.Prefill + Duration(newestFrames)
            : _context.Buffering.Prefill;
        if (_mayHold && _arrivals.Hold > TimeSpan.Zero && _arrivals.Hold + Duration(newestFrames) > prefill)
            prefill = _arrivals.Hold + Duration(newestFrames);
        if (gathers && _gathering.UpTo > prefill)
            prefill = _gathering.UpTo;
        if (prefill > _context.Buffering.MaxBuffered / 2)
            prefill = _context.Buffering.MaxBuffered / 2;
        buffer.PrefillFrames = _context.Buffering.Frames(prefill);
    }

    private TimeSpan Elapsed(long timestamp) => _context.Time.GetElapsedTime(_origin, timestamp);

    private TimeSpan Duration(long frames) =>
        TimeSpan.FromTicks(frames * TimeSpan.TicksPerSecond / _context.SampleRate);
}
