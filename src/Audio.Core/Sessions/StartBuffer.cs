using System.Reactive.Concurrency;
using Audio.Core.Buffers;

namespace Audio.Core.Sessions;

/// <summary>
/// When a session's sound starts, and when it goes on after it starved: it sets the prefill of the jitter buffer by
/// what its <see cref="ArrivalModel"/> has learned, and lets through what is less when it has waited as long as the
/// prefill would have lasted. Session scheduler only.
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
    private long _writtenBefore; // frames in front of the newest chunk
    private long _soundFrom; // frames in front of the sound that is heard, or of what follows a gap in it
    private TimeSpan? _opensAt; // held back until then

    /// <param name="context">What the session shares with others.</param>
    /// <param name="scheduler">Its scheduler.</param>
    /// <param name="gathering">What its starts take before they sound.</param>
    public StartBuffer(SessionContext context, IScheduler scheduler, StartGathering gathering)
    {
        _gathering = gathering;
        _context = context;
        _scheduler = scheduler;
        _origin = context.Time.GetTimestamp();
        _arrivals = new ArrivalModel(context.Buffering.MaxPrefill);
    }

    /// <summary>A chunk has come; call it before its samples are written.</summary>
    /// <param name="buffer">Where they will be written, once it is there.</param>
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

    /// <summary>
    /// Samples were written: whether they are not let through yet, because more that can be read is taken first.
    /// </summary>
    public bool Gathers(JitterBuffer buffer) => !buffer.IsFlowing && _gathering.Holds(Duration(buffer.BufferedFrames));

    /// <summary>Nothing more is taken before the sound starts.</summary>
    public void StopGathering() => _gathering.End();

    /// <summary>
    /// What the chunk that has come is: the next of a sound, a late one, or a new sound, where the producer had paused:
    /// the time in front of it says nothing.
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

    /// <summary>It is paused, or plays on: what comes late meanwhile harms nobody.</summary>
    public void Interrupt() => _arrivals.Interrupt();

    /// <summary>
    /// Samples were written, or the render thread has news: sound that is held back must not be forgotten.
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
            return; // whoever brings more, or its limit, lets it through and wakes the sink
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
    /// The start has the fixed prefill: nothing is known yet. What is learned, and what a session asked for, is held
    /// beyond the newest chunk: so much later may the next one come. While more can be read, as much as is gathered.
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
