using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Audio.Core.Etiquette;
using Audio.Core.Mixing;
using Audio.Core.Sessions.Intake;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Sessions;

/// <summary>
/// One stream of sound, from its first byte to the moment its last sample was heard. All that changes it runs on its
/// <see cref="SessionScheduler"/>; the members below may be called from any thread and never block.
/// </summary>
/// <remarks>
/// It ends exactly once. As <see cref="SessionEndReason.Completed"/> it ends when the sink's own position has passed
/// its last sample: the timers here only say when to look again, never that it is over. Its parts are <see
/// cref="SessionLife"/> (its state), <see cref="SessionIntake"/> (what comes), <see cref="SessionVoice"/> (its place in
/// the mix), <see cref="SessionPosition"/> (what was heard) and <see cref="SessionEnding"/> (what it ends as).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A session gives back what it owns when it ends, by itself.")]
public sealed class AudioSession : IFrameKeeper
{
    /// <summary>The loudest that <see cref="Volume"/> can be: +12 dB.</summary>
    public const float MaxVolume = AudioBus.MaxVolume;

    // Immutable.
    private readonly SessionContext _context;
    private readonly SessionScheduler _scheduler;
    private readonly StreamDecoder _stream;
    private readonly SessionLife _life;
    private readonly SessionIntake _intake;
    private readonly SessionPosition _position;
    private readonly FirstSound _first;
    private readonly MarkWatch _marks;
    private readonly SessionVoice _voice;
    private readonly SessionEnding _ending;
    private readonly SessionWriter _writer;
    private readonly SessionFigures _figures;
    private readonly AudioFormat _declaredFormat;

    // Any thread.
    private volatile string? _owner;
    private float _volume;

    internal AudioSession(SessionContext context, SessionOptions options, string id, uint handle)
    {
        context = context with { Buffering = context.Buffering.With(options.Jitter) };
        _context = context;
        _declaredFormat = options.Format;
        _volume = options.Volume;
        Id = id;
        Handle = handle;
        _owner = options.Owner;
        Etiquette = options.Etiquette;
        Jitter = options.Jitter;
        _scheduler = new SessionScheduler(context.Time, error => Fail(error), context.Start);
        _stream = new StreamDecoder(
            context.Buffering,
            options.Format,
            options.Container,
            options.Effects ?? context.Effects,
            options.MaxLatency
        );
        _position = new SessionPosition(context.Output, context.SampleRate, _stream, context.Time.GetTimestamp());
        _life = new SessionLife(() => _figures!.Now(), () => _position.HasSounded);
        _first = new FirstSound(context, _scheduler, _position, () => _life.TellAlone(SessionEventKind.Sounding));
        _life.Telling = _first.Tell;
        _intake = new SessionIntake(
            _stream,
            _scheduler,
            context.SampleRate,
            options.KeepsBacklog ? context.Backlog : null
        );
        _figures = new SessionFigures(_stream, _intake, _position, _first);
        _marks = new MarkWatch(context.Output, _scheduler, _stream, _position, _intake, _life, mark =>
            _life.TellAlone(SessionEventKind.MarkHeard, mark)
        );
        _ending = new SessionEnding(_scheduler, _position.Until, End);
        _voice = new SessionVoice(
            this,
            context,
            options.HasMore,
            _stream,
            _intake,
            _life,
            _position,
            _first,
            _marks,
            _ending
        );
        _intake.Join(_voice);
        InChannel = new ChannelParticipant(this, _life, _voice, _position, _first);
        _writer = new SessionWriter(this, _scheduler, context.Start);
        if (Etiquette.ExpiresAfter is { } expiry)
            _ending.ExpireAfter(expiry, Expire);
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

    /// <summary>How it behaves towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; }

    /// <summary>What it does against chunks that come late.</summary>
    public SessionJitter Jitter { get; }

    /// <summary>The format of its stream: what was declared, or what the WAV header said.</summary>
    public AudioFormat Format => _position.Input is null ? _declaredFormat : _stream.Format;

    /// <summary>Where it stands.</summary>
    public SessionState State => _life.State;

    /// <summary>
    /// The states it goes through, from the one at subscription; completes when it has ended. Called on its scheduler.
    /// </summary>
    public IObservable<SessionState> States => _life.States;

    /// <summary>What happens to it, as it happens; completes when it has ended. Called on its scheduler.</summary>
    public IObservable<SessionEvent> Events => _life.Events;

    /// <summary>How it ended, exactly once; never faults.</summary>
    public Task<SessionResult> Completion => _ending.Completion;

    /// <summary>
    /// What it waits for while it is <see cref="SessionState.Queued"/>, also while it is paused meanwhile; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public SessionWait? Waiting => _life.Waiting;

    /// <summary>
    /// Why some or all of what was mixed until now could not be heard, and how much of it; <see langword="null"/>: all
    /// of it could. Of one that has not sounded, why it would not be heard. Any thread.
    /// </summary>
    public Inaudibility? Inaudible => _ending.Result is { } result ? result.Inaudible : _position.Inaudible;

    /// <summary>Linear gain, 0 to <see cref="MaxVolume"/>; a change is a ramp of 5 ms.</summary>
    public float Volume
    {
        get => Volatile.Read(ref _volume);
        set
        {
            if (!(value >= 0f && value <= MaxVolume))
                throw new ArgumentOutOfRangeException(nameof(value), value, $"A volume is between 0 and {MaxVolume}.");
            Volatile.Write(ref _volume, value);
            if (_position.Input is { } input)
                input.Gain = value;
        }
    }

    /// <summary>Its figures now.</summary>
    public SessionStatistics Statistics => _ending.Result?.Statistics ?? _figures.Now();

    /// <summary>
    /// Appends to the stream. Waits while the session's buffer is full. One call at a time.
    /// </summary>
    /// <param name="data">
    /// Bytes in the declared format; may end in the middle of a sample. Borrowed until the call has ended.
    /// </param>
    /// <param name="cancellationToken">Gives up before the call has begun; once begun, bytes are taken whole.</param>
    /// <exception cref="AudioException">
    /// The session takes no more sound: it has ended, or <see cref="Complete()"/>, <see cref="Disconnect"/> or <see
    /// cref="Cancel"/> was called.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another write has not ended.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(new ReadOnlySequence<byte>(data));
    }

    /// <summary>As the other, with bytes that lie in pieces: taken at once, whole.</summary>
    /// <param name="data">Bytes in the declared format. Borrowed until the call has ended.</param>
    /// <exception cref="AudioException">The session takes no more sound.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> data) => _writer.WriteAsync(data);

    /// <summary>The stream ends here: what is held is played, then the session ends.</summary>
    public void Complete()
    {
        _writer.Close();
        Complete(SessionEndReason.Completed);
    }

    /// <summary>
    /// The producer is gone without having ended the stream: what is held is played, then the session ends as
    /// <see cref="SessionEndReason.Disconnected"/>.
    /// </summary>
    public void Disconnect()
    {
        _writer.Close();
        Complete(SessionEndReason.Disconnected);
    }

    /// <summary>Silence now, over a 5 ms ramp; what is held is discarded.</summary>
    /// <param name="reason">What the session ends as.</param>
    public void Cancel(SessionEndReason reason = SessionEndReason.Cancelled)
    {
        _writer.Close();
        Post(() => CancelNow(reason, error: null));
    }

    /// <summary>Silence, over a 5 ms ramp; what is held and what arrives is kept.</summary>
    public void Pause() =>
        Post(() =>
        {
            _life.Pause();
            _voice.Pause();
        });

    /// <summary>Plays on after <see cref="Pause"/>, over a 5 ms ramp; one whose channel is busy waits on.</summary>
    public void Resume() =>
        Post(() =>
        {
            if (_life.Resume())
                _voice.PlayOn(SessionTrigger.Resume);
        });

    /// <summary>
    /// Says when the first byte arrived, where somebody in front of the pipe knows it better. Only the first call
    /// counts.
    /// </summary>
    /// <param name="timestamp">A <see cref="TimeProvider.GetTimestamp"/> of the engine's clock.</param>
    public void MarkArrival(long timestamp) => _first.Arrived(timestamp);

    /// <summary>
    /// Asks to be told when a place of the stream is heard (<see cref="SessionEventKind.MarkHeard"/>); it may have
    /// come, or not. One that was heard already is told at once; one that the stream does not reach, or that a cancel
    /// is in front of, never.
    /// </summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorKind.TooManyMarks"/>, or the session has ended.
    /// </exception>
    public void Mark(SessionMark mark)
    {
        SessionMarks.Check(mark);
        if (_life.IsEnded)
        {
            throw new AudioException(
                AudioErrorKind.SessionEnded,
                $"Session {Id} has ended; nothing of it will be heard."
            );
        }

        if (!_marks.TryReserve())
        {
            throw new AudioException(
                AudioErrorKind.TooManyMarks,
                $"{SessionMarks.Max} marks of session {Id} wait, as many as are allowed; set more when some were heard."
            );
        }

        Post(() => _marks.Add(mark));
    }

    /// <summary>What its frames are taken on.</summary>
    internal SessionScheduler Scheduler => _scheduler;

    /// <summary>How it ended; there before <see cref="Events"/> completes. Any thread.</summary>
    internal SessionResult? Result => _ending.Result;

    /// <summary>Whether the end of the stream has come: no more bytes are taken. Any thread.</summary>
    internal bool IsStreamEnded => _intake.IsStreamEnded;

    /// <summary>Whether it takes no more sound. Any thread.</summary>
    internal bool TakesNoMore => _writer.IsClosed || _life.IsEnded;

    /// <summary>
    /// The bytes of the stream that are here: the offset at which the next chunk frame begins. Any thread.
    /// </summary>
    internal long BytesReceived => _intake.BytesReceived;

    /// <summary>How its channel sees it. Any thread.</summary>
    internal IChannelSession InChannel { get; }

    /// <summary>Whether it is heard now: it has begun, and neither starves nor waits. Any thread.</summary>
    internal bool Sounds => _position.Sounds && State is SessionState.Playing or SessionState.Draining;

    FrameHold IFrameKeeper.Hold
    {
        set => _intake.Hold = value;
    }

    /// <summary>
    /// The stream offset up to which bytes can be taken without waiting, as far as this session's own buffer goes. Its
    /// scheduler only, or before the first frame.
    /// </summary>
    internal long RoomUpTo() => _intake.RoomUpTo;

    /// <summary>The stream offset up to which the sound was heard, to within a period. Any thread.</summary>
    internal long PlayedUpTo() =>
        _life.IsEnded && !_ending.IsCancelled ? BytesReceived : _position.HeardUpTo(BytesReceived);

    /// <summary>Drains, and ends as <paramref name="reason"/>. The first call counts.</summary>
    internal void Complete(SessionEndReason reason) =>
        Post(() =>
        {
            if (!_intake.IsOpen)
                return;
            _ending.Drain(reason);
            _intake.End();
        });

    /// <summary>Its producer is at fault: it ends as failed. Any thread.</summary>
    internal void Fault(Exception error) => Post(() => Fail(error));

    /// <summary>
    /// Its connection is gone: a frame that waits for room is let go of, and none is held any more; what was not taken
    /// will be sent again. Any thread.
    /// </summary>
    internal void Detach() => Post(_intake.Detach);

    /// <summary>Another connection brings its frames now. Any thread.</summary>
    internal void Attach() => Post(_intake.Attach);

    /// <summary>Queues a job of whoever serves this session. Any thread.</summary>
    internal void Post(ISessionJob job) => _scheduler.Post(job);

    /// <summary>The mixer has news of some session. Any thread.</summary>
    internal void ObserveSoon() => _voice.ObserveSoon();

    void IObserver<ChunkFrame>.OnNext(ChunkFrame value) => _intake.Take(value);

    void IObserver<ChunkFrame>.OnError(Exception error) => _intake.Fail(error);

    void IObserver<ChunkFrame>.OnCompleted() => Complete(SessionEndReason.Disconnected);

    private void Post(Action action) => _scheduler.Post(new SessionJob(action));

    private void Expire()
    {
        if (!_position.HasSounded)
            CancelNow(SessionEndReason.Expired, error: null);
    }

    private void CancelNow(SessionEndReason reason, string? error)
    {
        if (_life.IsEnded || !_ending.TryCancel(reason, error))
            return;
        _intake.Drop();
        if (_voice.TryFade())
            _ending.LimitFade();
        else
            End();
    }

    /// <summary>It cannot go on. Its scheduler only.</summary>
    internal void Fail(Exception error)
    {
        if (error is ProtocolException)
            SessionLog.Unplayable(_context.Logger, Id, error.Message);
        else
            SessionLog.Failed(_context.Logger, error, Id);
        CancelNow(SessionEndReason.Failed, error.Message);
    }

    /// <summary>It is over. Its scheduler only.</summary>
    internal void End()
    {
        if (_life.IsEnded)
            return;
        _voice.Leave();
        _first.Tell();
        _ending.StopExpiry();
        _intake.LetGo();
        SessionStatistics statistics = _ending.Settle(_figures.Now());
        _marks.Tell(_ending.IsCancelled ? _position.FramesPlayed : statistics.FramesReceived + 1); // the end was heard
        _life.End();
        _stream.Dispose();
        var result = new SessionResult(Id, Owner, _ending.Reason, statistics, _ending.Error)
        {
            Format = Format,
            Inaudible = _position.Inaudible,
        };
        _ending.Conclude(result);
        try
        {
            _life.Complete();
            _context.Ended(this, result);
        }
        finally
        {
            _ending.Complete();
        }
    }
}
