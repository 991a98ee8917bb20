using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Audio.Core.Buffers;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Intake;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Sessions;

/// <summary>
/// One stream of sound, from its first byte to the moment its last sample was heard. All that changes it runs on its
/// <see cref="SessionScheduler"/>; the members below may be called from any thread and never block.
/// </summary>
/// <remarks>
/// It ends exactly once. As <see cref="SessionEndReason.Completed"/> it ends when the sink's own position has passed its
/// last sample: the timers here only say when to look again, never that it is over.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A session gives back what it owns when it ends, by itself.")]
public sealed partial class AudioSession
{
    /// <summary>The loudest that <see cref="Volume"/> can be: +12 dB.</summary>
    public const float MaxVolume = AudioBus.MaxVolume;

    /// <summary>How long a cancelled session may take to fade before it is taken out of the mix without a ramp (the device stands still).</summary>
    private static readonly TimeSpan CancelLimit = TimeSpan.FromMilliseconds(250);

    /// <summary>What effects hold back is let out while the mixer still has so much; it is looked at once and no later than at half of it.</summary>
    private static readonly TimeSpan HeldMargin = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    // Immutable.
    private readonly SessionContext _context;
    private readonly SessionScheduler _scheduler;
    private readonly StreamDecoder _stream;
    private readonly StartBuffer _startBuffer;
    private readonly Job _observe;
    private readonly AudioFormat _declaredFormat;

    // Any thread.
    private readonly TaskCompletionSource<SessionResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BehaviorSubject<SessionState> _states = new(SessionState.Opening);
    private readonly Subject<SessionEvent> _events = new();
    private readonly WriteTurn _write;
    private volatile MixerInput? _input;
    private volatile Arrival? _arrival;
    private volatile TimeToFirstAudio _ttfa = TimeToFirstAudio.NotMeasured;
    private volatile int _state;
    private volatile string? _owner;
    private volatile bool _streamEnded;
    private volatile bool _writesOver; // the producer has been told so, though the session's turn to know may not have come
    private volatile SessionResult? _result;
    private float _volume;
    private long _bytesReceived; // taken from the chunk frames: decoded, or in the backlog; what is pending is not here yet

    // Session scheduler only.
    private ReadOnlySequence<byte> _pending;
    private FrameHold? _pendingHold;
    private bool _retryScheduled;
    private bool _heldWatched;
    private SessionEndReason _endReason = SessionEndReason.Completed;
    private string? _error;
    private bool _cancelling;
    private bool _awaitingHeard;
    private bool _detached;
    private bool _paused; // by command
    private int _underrunsSeen;

    internal AudioSession(SessionContext context, SessionOptions options, string id, uint handle)
    {
        context = context.With(options.Jitter);
        _context = context;
        _declaredFormat = options.Format;
        _volume = options.Volume;
        Id = id;
        Handle = handle;
        _owner = options.Owner;
        _scheduler = new SessionScheduler(context.Time, error => Fail(error), context.Start);
        _stream = new StreamDecoder(context, options.Format, options.Container, options.Effects, options.MaxLatency);
        if (options.KeepsBacklog)
            _backlog = new ByteBacklog(context.BacklogBlocks);
        _startBuffer = new StartBuffer(context, _scheduler, new StartGathering(options.HasMore, context.WakeTakes, _scheduler, StartNow));
        _observe = new Job(Hear);
        _write = new WriteTurn(this);
        _silentSince = context.Time.GetTimestamp();
        Etiquette = options.Etiquette;
        Jitter = options.Jitter;
        if (Etiquette.ExpiresAfter is { } expiry)
            _expiry = _scheduler.Schedule(expiry, Expire);
    }

    /// <summary>Its name, unique in the engine.</summary>
    public string Id { get; }

    /// <summary>What names it in the chunk frames of its connection; 0 for a session without one.</summary>
    public uint Handle { get; internal set; }

    /// <summary>Who it belongs to.</summary>
    public string? Owner
    {
        get => _owner;
        internal set => _owner = value;
    }

    /// <summary>What it does against chunks that come late.</summary>
    public SessionJitter Jitter { get; }

    /// <summary>The format of its stream: what was declared, or what the WAV header said.</summary>
    public AudioFormat Format => _input is null ? _declaredFormat : _stream.Format;

    /// <summary>Where it stands.</summary>
    public SessionState State => (SessionState)_state;

    /// <summary>The states it goes through, from the one at subscription; completes when it has ended. Called on its scheduler.</summary>
    public IObservable<SessionState> States => _states;

    /// <summary>What happens to it, as it happens; completes when it has ended. Called on its scheduler.</summary>
    public IObservable<SessionEvent> Events => _events;

    /// <summary>How it ended, exactly once; never faults.</summary>
    public Task<SessionResult> Completion => _completion.Task;

    /// <summary>Linear gain, 0 to <see cref="MaxVolume"/>; a change is a ramp of 5 ms.</summary>
    public float Volume
    {
        get => Volatile.Read(ref _volume);
        set
        {
            if (!(value >= 0f && value <= MaxVolume))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A volume is between 0 and {MaxVolume}.");
            Volatile.Write(ref _volume, value);
            if (_input is { } input)
                input.Gain = value;
        }
    }

    /// <summary>Its figures now.</summary>
    public SessionStatistics Statistics => _result?.Statistics ?? Measure();

    /// <summary>
    /// Appends to the stream. Waits while the session's buffer is full. One call at a time.
    /// </summary>
    /// <param name="data">Bytes in the declared format; may end in the middle of a sample. Borrowed until the call has ended.</param>
    /// <param name="cancellationToken">Gives up before the call has begun; once begun, bytes are taken whole.</param>
    /// <exception cref="AudioException">The session takes no more sound: it has ended, or <see cref="Complete()"/>, <see cref="Disconnect"/> or <see cref="Cancel"/> was called.</exception>
    /// <exception cref="InvalidOperationException">Another write has not ended.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _write.WriteAsync(new ReadOnlySequence<byte>(data));
    }

    /// <summary>As the other, with bytes that lie in pieces: taken at once, whole.</summary>
    /// <param name="data">Bytes in the declared format. Borrowed until the call has ended.</param>
    /// <exception cref="AudioException">The session takes no more sound.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> data) => _write.WriteAsync(data);

    /// <summary>The stream ends here: what is held is played, then the session ends.</summary>
    public void Complete()
    {
        _writesOver = true;
        Complete(SessionEndReason.Completed);
    }

    /// <summary>
    /// The producer is gone without having ended the stream: what is held is played, then the session ends as
    /// <see cref="SessionEndReason.Disconnected"/>.
    /// </summary>
    public void Disconnect()
    {
        _writesOver = true;
        Complete(SessionEndReason.Disconnected);
    }

    /// <summary>Silence now, over a 5 ms ramp; what is held is discarded.</summary>
    /// <param name="reason">What the session ends as.</param>
    public void Cancel(SessionEndReason reason = SessionEndReason.Cancelled)
    {
        _writesOver = true;
        Post(() => CancelNow(reason, error: null));
    }

    /// <summary>Silence, over a 5 ms ramp; what is held and what arrives is kept.</summary>
    public void Pause() => Post(() =>
    {
        _paused = true;
        _startBuffer.Interrupt();
        Move(SessionTrigger.Pause);
        _input?.Pause();
    });

    /// <summary>Plays on after <see cref="Pause"/>, over a 5 ms ramp; one whose channel is busy waits on.</summary>
    public void Resume() => Post(() =>
    {
        _paused = false;
        if (_held)
            Move(SessionTrigger.Hold);
        else
            PlayOn(SessionTrigger.Resume);
    });

    /// <summary>
    /// Says when the first byte arrived, where somebody in front of the pipe knows it better. Only the first call counts.
    /// </summary>
    /// <param name="timestamp">A <see cref="TimeProvider.GetTimestamp"/> of the engine's clock.</param>
    public void MarkArrival(long timestamp)
    {
        if (_arrival is null)
            Interlocked.CompareExchange(ref _arrival, new Arrival(timestamp), null);
    }

    /// <summary>Drains, and ends as <paramref name="reason"/>. The first call counts.</summary>
    internal void Complete(SessionEndReason reason) => Post(() =>
    {
        if (_streamEnded || _cancelling || State == SessionState.Ended)
            return;
        _endReason = reason;
        _streamEnded = true;
        if (_retryScheduled)
            DrainIfAllIsHere();
        else
            Push();
    });

    /// <summary>How it ended; there before <see cref="Events"/> completes. Any thread.</summary>
    internal SessionResult? Result => _result;

    /// <summary>Whether the end of the stream has come: no more bytes are taken. Any thread.</summary>
    internal bool IsStreamEnded => _streamEnded;

    /// <summary>The bytes of the stream that are here: the offset at which the next chunk frame begins. Any thread.</summary>
    internal long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>
    /// The stream offset up to which bytes can be taken without waiting, as far as this session's own buffer goes. Its scheduler only, or
    /// before the first frame.
    /// </summary>
    internal long RoomUpTo() => _stream.RoomUpTo(BytesReceived);

    /// <summary>The stream offset up to which the sound was heard, to within a period. Any thread.</summary>
    internal long PlayedUpTo()
    {
        if (State == SessionState.Ended && !_cancelling)
            return BytesReceived;
        long received = BytesReceived; // first: what comes meanwhile is not said to be heard
        long played = FramesPlayed();
        return IsAllHeard(played) ? received : Math.Min(_stream.HeaderBytes + played * _stream.Format.BytesPerFrame, received);
    }

    /// <summary>
    /// Its connection is gone: a frame that waits for room is let go of, and none is held any more; what was not taken will be sent again.
    /// Any thread.
    /// </summary>
    internal void Detach() => Post(() =>
    {
        _detached = true;
        ReleasePending();
    });

    /// <summary>Another connection brings its frames now. Any thread.</summary>
    internal void Attach() => Post(() => _detached = false);

    /// <summary>Queues a job of whoever serves this session. Any thread.</summary>
    internal void Post(ISessionJob job) => _scheduler.Post(job);

    /// <summary>The mixer has news of some session. Any thread.</summary>
    internal void ObserveSoon()
    {
        if (_input is not null && State != SessionState.Ended)
            _scheduler.Post(_observe);
    }

    private void Post(Action action) => _scheduler.Post(new Job(action));

    /// <summary>Whether it is to be silent, by command or by its channel.</summary>
    private bool IsSilenced => _paused || _held;

    private void PlayOn(SessionTrigger trigger)
    {
        _startBuffer.Interrupt();
        Move(trigger);
        if (BytesReceived > 0)
            Move(SessionTrigger.Data);
        DrainIfAllIsHere();
        _input?.Resume();
        _context.Output.Wake();
        WatchMarks();
    }

    private void Begin(in ChunkFrame frame)
    {
        if (_streamEnded || _cancelling || State == SessionState.Ended)
            return;
        try
        {
            if (!frame.Payload.IsEmpty)
            {
                long now = _context.Time.GetTimestamp();
                MarkArrival(now);
                _startBuffer.Arrived(_stream.Buffer, now);
                Move(SessionTrigger.Data);
            }
            _pending = frame.Payload;
            if (frame.IsEndOfStream)
                _streamEnded = true;
            if (_retryScheduled ? KeepPending() : Push())
                return;
            if (_detached)
                ReleasePending();
            else
                HoldPending();
        }
#pragma warning disable CA1031 // A fault inside one session ends that session, not its connection.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(error);
            ReleasePending();
        }
    }

    /// <summary>Moves what is held back on, as far as there is room; comes again by itself when there was not enough.</summary>
    /// <returns>Whether nothing is pending any more: the connection may go on.</returns>
    private bool Push()
    {
        _retryScheduled = false;
        bool taken = PushBacklog() && PushPending() && (!_streamEnded || _stream.Finish());
        bool here = KeepPending();
        Sound();
        WatchHeld();
        if (!taken)
        {
            _retryScheduled = true;
            _scheduler.Schedule(WaitForRoom(), Retry);
        }
        else if (_streamEnded)
        {
            EndIfDrained();
        }
        return here;
    }

    private bool PushPending()
    {
        long before = _pending.Length;
        bool taken = _stream.Push(ref _pending);
        Interlocked.Add(ref _bytesReceived, before - _pending.Length);
        return taken;
    }

    private void Retry()
    {
        if (_retryScheduled)
            Push();
    }

    /// <summary>Half of what is held will have been played by then, so the buffer never runs dry over the wait.</summary>
    private TimeSpan WaitForRoom()
    {
        TimeSpan half = Duration(_stream.Buffer?.BufferedFrames ?? 0) / 2;
        return LookIn(half);
    }

    /// <summary>What effects hold back to know more of it waits at first as long as they may, and later while the mixer has sound without it.</summary>
    private void WatchHeld()
    {
        if (_heldWatched || !_stream.IsHolding)
            return;
        _heldWatched = true;
        TimeSpan held = Duration(_stream.Buffer!.BufferedFrames);
        TimeSpan wait = _input is null ? _stream.MaxWait : held - HeldMargin;
        TimeSpan least = IsSilenced ? LongestWait : held < HeldMargin ? held / 2 : HeldMargin / 2;
        _scheduler.Schedule(wait < least && _input is not null ? least : wait, LetOutHeld);
    }

    private void LetOutHeld()
    {
        _heldWatched = false;
        if (State == SessionState.Ended || _cancelling || !_stream.IsHolding)
            return;
        if (IsSilenced || Duration(_stream.Buffer!.BufferedFrames) > 2 * HeldMargin)
        {
            WatchHeld();
            return;
        }
        _stream.Hurry();
        if (!_retryScheduled)
            Push();
    }

    /// <summary>Enters the mix with the first samples, and wakes the sink for all of them.</summary>
    private void Sound()
    {
        if (_stream.Buffer is not { FramesWritten: > 0 } buffer)
            return;
        Volatile.Write(ref _silentSince, HasSound);
        if (_streamEnded || _retryScheduled || !_pending.IsEmpty)
            _startBuffer.StopGathering();
        if (_startBuffer.Gathers(buffer))
            return;
        if (_input is null)
        {
            _ttfa = _ttfa with { Decoded = SinceArrival(_context.Time.GetTimestamp()) };
            MixerInput input = _context.Mixer.Add(buffer, Volume, Etiquette.Priority, paused: IsSilenced, changed: ObserveSoon);
            _input = input;
            input.Gain = Volume;

            // The mixer may have begun it before _input was there for ObserveSoon to see.
            Interlocked.MemoryBarrier();
            if (input.StartFrame >= 0 || input.IsEnded)
                _scheduler.Post(_observe);
        }
        _startBuffer.Consider(buffer);
        _context.Output.Wake();
    }

    /// <summary>What could be read has not become sound: what is there starts.</summary>
    private void StartNow()
    {
        if (!_cancelling && State != SessionState.Ended)
            Sound();
    }

    private void ReleasePending()
    {
        _pending = default;
        FrameHold? hold = _pendingHold;
        _pendingHold = null;
        hold?.Release();
    }

    /// <summary>The render thread has news; it may be that the session has faded, and that its end had come meanwhile.</summary>
    private void Hear()
    {
        Observe();
        if (State != SessionState.Ended && !_cancelling && !_awaitingHeard && _stream.Buffer is { IsDrained: true })
            EndIfDrained();
    }

    /// <summary>Looks at what the render thread has done with the input.</summary>
    private void Observe()
    {
        if (_input is not { } input || State == SessionState.Ended)
            return;
        if (_ttfa.Mixed is null && input.StartFrame >= 0)
        {
            _ttfa = _ttfa with { Mixed = SinceArrival(input.FirstMixedTimestamp ?? _context.Time.GetTimestamp()) };
            _expiry?.Dispose();
            Move(SessionTrigger.Sounding);
            HearFirstSound(ShortestWait);
        }
        if (_stream.Buffer is { } buffer && buffer.Underruns > _underrunsSeen)
        {
            _underrunsSeen = buffer.Underruns;
            Tell(SessionEventKind.Underrun);
        }
        _startBuffer.Consider(_stream.Buffer!);
        if (input.IsStarving)
        {
            _stream.Buffer!.Reclaim(); // what a burst took is not kept while the client thinks
            FallSilent();
        }
        if (input.Fault is { } fault)
            Fail(fault);
        else if (input.IsEnded)
            EndWhenHeard(input.EndFrame);
        WatchMarks();
    }

    /// <summary>Everything was sent and everything was mixed already, or there was nothing: nobody else will say so.</summary>
    private void EndIfDrained()
    {
        if (_input is not { } input)
        {
            End();
        }
        else if (_stream.Buffer!.IsDrained)
        {
            // It may still fade because it starved; taken out now, it would click. The render thread says when it has faded.
            Interlocked.MemoryBarrier();
            if (input.IsFading)
                return;
            _context.Mixer.Remove(input);
            Observe();
            EndWhenHeard(input.LastFrame);
        }
    }

    /// <summary>Ends once the sink's position has passed a frame of the mix; looks again when that can be.</summary>
    private void EndWhenHeard(long frame)
    {
        if (_awaitingHeard)
            return;
        _awaitingHeard = true;
        LookAgain();

        void LookAgain()
        {
            if (State == SessionState.Ended)
                return;
            TimeSpan left = Duration(frame - _context.Output.FramesPlayed);
            if (left <= TimeSpan.Zero)
                End();
            else
                _scheduler.Schedule(LookIn(left), LookAgain);
        }
    }

    private void CancelNow(SessionEndReason reason, string? error)
    {
        if (_cancelling || State == SessionState.Ended)
            return;
        _cancelling = true;
        _endReason = reason;
        _error = error;
        _retryScheduled = false;
        _framesDropped = FramesInBacklog;
        _backlog?.Clear();
        ReleasePending();
        if (_input is not { } input)
        {
            End();
            return;
        }
        input.Cancel();
        _context.Output.Wake();
        _scheduler.Schedule(CancelLimit, End);
    }

    /// <summary>Whether it takes no more sound. Any thread.</summary>
    internal bool TakesNoMore => _writesOver || State == SessionState.Ended;

    /// <summary>Its producer is at fault: it ends as failed. Any thread.</summary>
    internal void Fault(Exception error) => Post(() => Fail(error));

    private void Fail(Exception error)
    {
        if (error is ProtocolException)
            LogStreamFault(_context.Logger, Id, error.Message);
        else
            LogFault(_context.Logger, error, Id);
        CancelNow(SessionEndReason.Failed, error.Message);
    }

    private void End()
    {
        if (State == SessionState.Ended)
            return;
        if (_input is { } input)
            _context.Mixer.Remove(input);
        TellFirstSound();
        _expiry?.Dispose();
        _waiting = null;
        ReleasePending();
        SessionStatistics statistics = Measure();
        if (!_cancelling)
            statistics = statistics with { FramesPlayed = statistics.FramesReceived - statistics.FramesSkipped };
        TellMarks(_cancelling ? FramesPlayed() : statistics.FramesReceived + 1); // the end was heard
        statistics = statistics with { FramesDiscarded = statistics.FramesReceived - statistics.FramesPlayed - statistics.FramesSkipped };
        Move(SessionTrigger.End);
        _stream.Dispose();
        _result = new SessionResult(Id, Owner, _endReason, statistics, _error) { Format = Format, Inaudible = Inaudible };
        try
        {
            _states.OnCompleted();
            _events.OnCompleted();
            _context.Ended(this, _result);
        }
        finally
        {
            // Last: whoever awaited it finds the engine without this session, its name free, and every client told.
            _completion.TrySetResult(_result);
        }
    }

    private void Move(SessionTrigger trigger)
    {
        SessionState next = SessionTransitions.Next(State, trigger);
        if (next == State)
            return;
        SessionState last = State;
        _state = (int)next;
        _states.OnNext(next);
        if (next == SessionState.Paused)
            Tell(SessionEventKind.Paused);
        else if (next == SessionState.Queued)
            Tell(SessionEventKind.Queued);
        else if (next != SessionState.Ended && (last == SessionState.Paused || last == SessionState.Queued && _input is { StartFrame: >= 0 }))
            Tell(SessionEventKind.Resumed);
    }

    private void Tell(SessionEventKind kind)
    {
        TellFirstSound();
        _events.OnNext(new SessionEvent(kind, Measure()));
    }

    /// <summary>The frame up to which the stream was heard, at its own rate, by the sink's position.</summary>
    private long FramesPlayed()
    {
        if (_input is not { } input)
            return 0;
        long heard = FramesHeard(input);
        return heard == 0 ? 0 : _stream.ToStreamFrame(heard); // silence left out in front counts with the first sound
    }

    /// <summary>Frames of the buffer that were heard, by the sink's position.</summary>
    private long FramesHeard(MixerInput input) =>
        input.FramesMixed - Math.Clamp(input.LastFrame - _context.Output.FramesPlayed, 0, input.FramesMixed);

    private SessionStatistics Measure()
    {
        long position = FramesPlayed();
        return Measure(position, _stream.SkippedUpTo(position));
    }

    private SessionStatistics Measure(long position, long skipped) => new()
    {
        BytesReceived = BytesReceived,
        BytesIgnored = _stream.BytesIgnored,
        FramesReceived = _stream.FramesDecoded + FramesInBacklog + Interlocked.Read(ref _framesDropped),
        FramesPlayed = position - skipped,
        FramesSkipped = _stream.FramesSkipped,
        Buffered = Duration((_stream.Buffer?.BufferedFrames ?? 0) + _stream.FramesInEffects) + TimeSpan.FromSeconds((double)FramesInBacklog / _stream.Format.SampleRate),
        Underruns = _stream.Buffer?.Underruns ?? 0,
        Ttfa = _ttfa,
    };

    private TimeSpan? SinceArrival(long timestamp) =>
        _arrival is { } arrival ? _context.Time.GetElapsedTime(arrival.Timestamp, timestamp) : null;

    private TimeSpan Duration(long mixFrames) => TimeSpan.FromSeconds((double)mixFrames / _context.SampleRate);

    /// <summary>In how long to look whether something has come that is expected in so long.</summary>
    private static TimeSpan LookIn(TimeSpan expected) => expected < ShortestWait ? ShortestWait : expected > LongestWait ? LongestWait : expected;

    [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "Session {Session} cannot be played: {Reason}")]
    private static partial void LogStreamFault(ILogger logger, string session, string reason);

    [LoggerMessage(EventId = 102, Level = LogLevel.Error, Message = "Session {Session} failed")]
    private static partial void LogFault(ILogger logger, Exception error, string session);

    private sealed record Arrival(long Timestamp);

    private sealed class Job(Action action) : ISessionJob
    {
        public void Run() => action();
    }
}
