using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Audio.Core.Codecs.Foreign;
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
/// One stream of sound, from its first byte until its last sample has been heard. Everything that changes it runs on
/// its <see cref="SessionScheduler"/>; the members below may be called from any thread and never block.
/// </summary>
/// <remarks>
/// It ends exactly once, as <see cref="SessionEndReason.Completed"/> when the sink's own position has passed its last
/// sample: timers only say when to look again, never that it is over. Its parts are <see cref="SessionLifecycle"/>
/// (state), <see cref="SessionIntake"/> (incoming frames), <see cref="SessionPlayback"/> (its place in the mix), <see
/// cref="SessionPosition"/> (what was heard), <see cref="SessionEnding"/> (how it ends) and <see cref="SessionCloser"/>
/// (its end).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A session releases what it owns when it ends.")]
public sealed class AudioSession : IFrameKeeper
{
    /// <summary>The highest <see cref="Volume"/>: +12 dB.</summary>
    public const float MaxVolume = AudioBus.MaxVolume;

    // Immutable.
    private readonly SessionScheduler _scheduler;
    private readonly StreamDecoder _stream;
    private readonly SessionMemory _memory;
    private readonly SessionLifecycle _lifecycle;
    private readonly SessionIntake _intake;
    private readonly SessionPosition _position;
    private readonly FirstSound _first;
    private readonly MarkWatch _marks;
    private readonly SessionPlayback _playback;
    private readonly SessionEnding _ending;
    private readonly SessionCloser _closer;
    private readonly SessionWriter _writer;
    private readonly SessionFigures _figures;
    private readonly AudioFormat? _declaredFormat;
    private readonly TimeSpan? _firstByteWithin;

    // Any thread.
    private volatile string? _owner;
    private float _volume;

    internal AudioSession(SessionContext context, SessionOptions options, string id, uint handle)
    {
        context = context with { Buffering = context.Buffering.With(options.Jitter) };
        _memory = new SessionMemory(context, options, this, () => Post(TakeBack));
        context = context with { Buffering = _memory.Buffering, Backlog = _memory.Backlog };
        _declaredFormat = options.Format;
        _firstByteWithin = options.FirstByteWithin;
        _volume = options.Volume;
        Id = id;
        Handle = handle;
        _owner = options.Owner;
        Client = options.CountsFor;
        Etiquette = options.Etiquette;
        Jitter = options.Jitter;
        _scheduler = new SessionScheduler(context.Time, error => Fail(error), context.Start);
        _stream = new StreamDecoder(
            context.Buffering,
            options.Format,
            options.Container,
            options.Effects ?? context.Effects,
            options.MaxLatency,
            options.FindsByteOrder,
            new ForeignDecoders(context.Ffmpeg, options.IsOwnUser)
        )
        {
            Found = info => SessionLog.Found(context.Logger, id, info),
        };
        _position = new SessionPosition(context.Output, context.SampleRate, _stream, context.Time.GetTimestamp());
        _lifecycle = new SessionLifecycle(() => _figures!.Now(), () => _position.HasSounded);
        _first = new FirstSound(context, _scheduler, _position, () => _lifecycle.TellAlone(SessionEventKind.Sounding));
        _lifecycle.Telling = _first.Tell;
        _lifecycle.States.Subscribe(_memory.Follow);
        _intake = new SessionIntake(_stream, _scheduler, context.SampleRate, context.Backlog, options.KeepsBacklog);
        _figures = new SessionFigures(_stream, _intake, _position, _first);
        _marks = new MarkWatch(context.Output, _scheduler, _stream, _position, _intake, _lifecycle, mark =>
            _lifecycle.TellAlone(SessionEventKind.MarkHeard, mark)
        );
        _ending = new SessionEnding(_scheduler, _position.Until, End);
        _playback = new SessionPlayback(
            this,
            context,
            options.HasMore,
            _stream,
            _intake,
            _lifecycle,
            _position,
            _first,
            _marks,
            _ending
        );
        _intake.Join(_playback);
        _closer = new SessionCloser(
            this,
            context,
            _stream,
            _intake,
            _lifecycle,
            _position,
            _figures,
            _first,
            _marks,
            _playback,
            _ending
        );
        InChannel = new ChannelParticipant(this, context.Channels, _lifecycle, _playback, _position, _first);
        _writer = new SessionWriter(this, _scheduler, context.Start);
    }

    /// <summary>Its name, unique in the engine.</summary>
    public string Id { get; }

    /// <summary>Its handle in the chunk frames of its connection; 0 if it has no connection.</summary>
    public uint Handle { get; internal set; }

    /// <summary>The owner of the session.</summary>
    public string? Owner
    {
        get => _owner;
        internal set => _owner = value;
    }

    /// <summary>Its behaviour towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; }

    /// <summary>How it handles late chunks.</summary>
    public SessionJitter Jitter { get; }

    /// <summary>
    /// The format of its stream: as found in it, or as declared. <see langword="null"/>: neither, so far. Sound of a
    /// codec is 32-bit float.
    /// </summary>
    public AudioFormat? Format => _position.Input is null ? _declaredFormat : _stream.Format;

    /// <summary>Its state.</summary>
    public SessionState State => _lifecycle.State;

    /// <summary>
    /// Its states, starting with the current one; completes when it has ended. Observers are called on its scheduler.
    /// </summary>
    public IObservable<SessionState> States => _lifecycle.States;

    /// <summary>Its events; completes when it has ended. Observers are called on its scheduler.</summary>
    public IObservable<SessionEvent> Events => _lifecycle.Events;

    /// <summary>Completes with the result when the session has ended; never faults.</summary>
    public Task<SessionResult> Completion => _ending.Completion;

    /// <summary>
    /// What it waits for while it is <see cref="SessionState.Queued"/>, even if it is paused meanwhile; otherwise <see
    /// langword="null"/>.
    /// </summary>
    public SessionWait? Waiting => _lifecycle.Waiting;

    /// <summary>
    /// Why some or all of what was mixed so far could not be heard, and how much of it; <see langword="null"/>: all of
    /// it could. Before its first sound: why it would not be heard. Any thread.
    /// </summary>
    public Inaudibility? Inaudible => _ending.Result is { } result ? result.Inaudible : _position.Inaudible;

    /// <summary>Linear gain, 0 to <see cref="MaxVolume"/>; changes over a ramp of 5 ms.</summary>
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

    /// <summary>Its current statistics.</summary>
    public SessionStatistics Statistics => _ending.Result?.Statistics ?? _figures.Now();

    /// <summary>Appends bytes to the stream. Waits while the session's buffer is full. One call at a time.</summary>
    /// <param name="data">
    /// Bytes in the declared format; may end in the middle of a sample. Borrowed until the returned task completes.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the call before it begins; once it has begun, all bytes are taken.
    /// </param>
    /// <exception cref="AudioException">
    /// The session accepts no more sound: it has ended, or <see cref="Complete()"/>, <see cref="Disconnect"/> or <see
    /// cref="Cancel"/> was called.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another write is still running.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(new ReadOnlySequence<byte>(data));
    }

    /// <summary>Appends bytes that are in several segments to the stream. Otherwise like the other overload.</summary>
    /// <param name="data">Bytes in the declared format. Borrowed until the returned task completes.</param>
    /// <exception cref="AudioException">The session accepts no more sound.</exception>
    public ValueTask WriteAsync(ReadOnlySequence<byte> data) => _writer.WriteAsync(data);

    /// <summary>Ends the stream: what is held is played, then the session ends.</summary>
    public void Complete()
    {
        _writer.Close();
        Complete(SessionEndReason.Completed);
    }

    /// <summary>
    /// Ends the stream because its producer is gone: what is held is played, then the session ends as <see
    /// cref="SessionEndReason.Disconnected"/>.
    /// </summary>
    public void Disconnect()
    {
        _writer.Close();
        Complete(SessionEndReason.Disconnected);
    }

    /// <summary>Silences the session over a 5 ms ramp and ends it; what is held is discarded.</summary>
    /// <param name="reason">The reason with which it ends.</param>
    public void Cancel(SessionEndReason reason = SessionEndReason.Cancelled)
    {
        _writer.Close();
        Post(() => _closer.Cancel(reason, error: null));
    }

    /// <summary>Silences the session over a 5 ms ramp; what is held and what arrives is kept.</summary>
    public void Pause() =>
        Post(() =>
        {
            _lifecycle.Pause();
            _playback.Pause();
        });

    /// <summary>
    /// Continues after <see cref="Pause"/>, over a 5 ms ramp; if its channel is busy, it keeps waiting.
    /// </summary>
    public void Resume() =>
        Post(() =>
        {
            if (_lifecycle.Resume())
                _playback.PlayOn(SessionTrigger.Resume);
        });

    /// <summary>
    /// Sets the arrival time of the first byte, for callers that know it more precisely. Only the first call counts.
    /// </summary>
    /// <param name="timestamp">A <see cref="TimeProvider.GetTimestamp"/> of the engine's clock.</param>
    public void MarkArrival(long timestamp) => _first.Arrived(timestamp);

    /// <summary>
    /// Requests a <see cref="SessionEventKind.MarkHeard"/> event when a position in the stream is heard; the position
    /// need not have arrived yet. If it has been heard already, the event is sent at once. Marks past the end, or after
    /// a cancel, are never reported.
    /// </summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorKind.TooManyMarks"/>, or the session has ended.
    /// </exception>
    public void Mark(SessionMark mark)
    {
        SessionMarks.Check(mark);
        if (_lifecycle.IsEnded)
        {
            throw new AudioException(
                AudioErrorKind.SessionEnded,
                $"Session {Id} has ended; a mark would never be heard."
            );
        }

        if (!_marks.TryReserve())
        {
            throw new AudioException(
                AudioErrorKind.TooManyMarks,
                $"{SessionMarks.Max} marks of session {Id} are pending, as many as are allowed; "
                    + "set more when some have been heard."
            );
        }

        Post(() => _marks.Add(mark));
    }

    /// <summary>The client it counts for; <see langword="null"/>: none. Any thread.</summary>
    internal object? Client { get; }

    /// <summary>The scheduler of this session.</summary>
    internal SessionScheduler Scheduler => _scheduler;

    /// <summary>How it ended; set before <see cref="Events"/> completes. Any thread.</summary>
    internal SessionResult? Result => _ending.Result;

    /// <summary>Whether the stream has ended: no more bytes are accepted. Any thread.</summary>
    internal bool IsStreamEnded => _intake.IsStreamEnded;

    /// <summary>Whether it accepts no more sound. Any thread.</summary>
    internal bool TakesNoMore => _writer.IsClosed || _lifecycle.IsEnded;

    /// <summary>The bytes received: the offset at which the next chunk frame begins. Any thread.</summary>
    internal long BytesReceived => _intake.BytesReceived;

    /// <summary>The session as its channel sees it. Any thread.</summary>
    internal IChannelSession InChannel { get; }

    /// <summary>Whether it is heard now: it has begun, has not run dry, and is not held. Any thread.</summary>
    internal bool Sounds => _position.Sounds && State is SessionState.Playing or SessionState.Draining;

    FrameHold IFrameKeeper.Hold
    {
        set => _intake.Hold = value;
    }

    /// <summary>
    /// Promises that all bytes up to this stream offset are taken at once. Session scheduler only, or before the first
    /// frame.
    /// </summary>
    internal long RoomUpTo() => _intake.Promise();

    /// <summary>
    /// Frames heard, as in <see cref="Statistics"/>, of which it makes no others: it allocates nothing. Any thread.
    /// </summary>
    internal long FramesPlayed => _ending.Result?.Statistics.FramesPlayed ?? _figures.FramesPlayed;

    /// <summary>The stream offset up to which sound has been heard, to within a period. Any thread.</summary>
    internal long PlayedUpTo() =>
        _lifecycle.IsEnded && !_ending.IsCancelled ? BytesReceived : _position.HeardUpTo(_intake.BytesDecoded);

    /// <summary>Drains, and ends with this reason. The first call counts.</summary>
    internal void Complete(SessionEndReason reason) => Post(() => _closer.Drain(reason));

    /// <summary>Fails the session because of its producer. Any thread.</summary>
    internal void Fault(Exception error) => Post(() => Fail(error));

    /// <summary>
    /// Its connection is gone: releases a frame that waits for room, and holds none any more; what was not taken will
    /// be sent again. Any thread.
    /// </summary>
    internal void Detach() => Post(_intake.Detach);

    /// <summary>Its frames now come from another connection. Any thread.</summary>
    internal void Attach() => Post(_intake.Attach);

    internal void Post(ISessionJob job) => _scheduler.Post(job);

    /// <summary>Called when the state of its mixer input has changed. Any thread.</summary>
    internal void ObserveSoon() => _playback.ObserveSoon();

    void IObserver<ChunkFrame>.OnNext(ChunkFrame value) => _intake.Take(value);

    void IObserver<ChunkFrame>.OnError(Exception error) => _intake.Fail(error);

    void IObserver<ChunkFrame>.OnCompleted() => Complete(SessionEndReason.Disconnected);

    private void TakeBack()
    {
        if (_lifecycle.IsSilenced)
            _closer.GiveMemory();
        else
            _memory.Spare();
    }

    private void Post(Action action) => _scheduler.Post(new SessionJob(action));

    /// <summary>Ends as failed. Session scheduler only.</summary>
    internal void Fail(Exception error) => _closer.Fail(error);

    /// <summary>It is one of the engine's sessions: from now on it can expire.</summary>
    internal void Admit()
    {
        _ending.ExpireAfter(Etiquette.ExpiresAfter, _closer.Expire);
        _ending.AwaitFirstByte(_firstByteWithin, () => _closer.Miss(_firstByteWithin!.Value));
    }

    /// <summary>Ends the session. Session scheduler only.</summary>
    internal void End() => _closer.End();
}
