using System.Runtime.CompilerServices;
using Audio.Client.Connection;
using Audio.Client.Events;
using Audio.Client.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// One stream of sound at the daemon. Survives cuts of the connection: what had not arrived is sent again, from the
/// byte at which the daemon stopped. Any thread; one write at a time.
/// </summary>
/// <remarks>Disposing a session that was not completed cancels it: silence at once.</remarks>
public sealed class PlaybackSession : IPlaybackSession
{
    /// <summary>How long disposing waits for the daemon's word that a cancelled session has ended.</summary>
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly SessionJitter _jitter;
    private readonly TimeSpan? _maxLatency;
    private readonly DaemonLink _link;
    private readonly string _firstId;
    private readonly EventStream<SessionEvent> _events;
    private readonly SessionMarks _marks;
    private readonly TaskCompletionSource<PlaybackResult> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    // Receiving loop, or the link's loop while there is none.
    private long _framesBefore;
    private int _underrunsBefore;
    private int _underruns;
    private int _restarts;
    private TimeSpan? _ttfa;

    // Any thread.
    private volatile string _id;
    private double _volume;
    private volatile bool _paused;
    private volatile SessionQueued? _queued;
    private volatile bool _cancelled;
    private int _writing;
    private int _over;

    internal PlaybackSession(
        DaemonLink link,
        AudioFormat format,
        AudioSessionOptions options,
        string id,
        bool resendUnplayed
    )
    {
        _link = link;
        Format = format;
        _id = _firstId = id;
        _volume = options.Volume;
        Effects = options.Effects;
        Etiquette = options.Etiquette;
        _jitter = options.Jitter;
        _maxLatency = options.MaxLatency;
        ResendUnplayed = resendUnplayed;
        Stream = new SessionStream(format, resendUnplayed);
        _marks = new SessionMarks(format.BytesPerFrame);
        _events = new EventStream<SessionEvent>(link.Logger, replayLast: false);
    }

    /// <summary>
    /// Its name at the daemon. Changes where the session is begun again (<see cref="SessionRestarted"/>).
    /// </summary>
    public string SessionId => _id;

    /// <summary>The format of its bytes.</summary>
    public AudioFormat Format { get; }

    /// <summary>Bytes that <see cref="WriteAsync"/> has taken.</summary>
    public long BytesWritten => Stream.Written;

    /// <summary>Bytes that the daemon is known to have.</summary>
    public long BytesReceived => Stream.Received;

    /// <summary>
    /// Bytes that are known to have been heard; as new as the daemon's last report, about a quarter of a second.
    /// </summary>
    public long BytesPlayed => Stream.Played;

    /// <summary>The effects that it was started with; null: what the daemon does by default.</summary>
    public string? Effects { get; }

    /// <summary>How it behaves towards other sessions.</summary>
    public SessionEtiquette Etiquette { get; }

    /// <summary>
    /// What it waits for, as long as it is known to wait; else null. To miss nothing subscribe to <see cref="Events"/>
    /// first, then look here: the daemon's word may have come before.
    /// </summary>
    public SessionQueued? Queued => _queued;

    /// <summary>
    /// Its end: exactly one, and it never fails. Comes by itself; to have it come, call <see cref="CompleteAsync"/>.
    /// </summary>
    public Task<PlaybackResult> Completion => _completion.Task;

    /// <summary>
    /// What happens to it, from now on; ends behind <see cref="SessionEnded"/>. Who subscribes when it is over gets
    /// that. Observers run on the connection's receiving loop: be quick, and do not block.
    /// </summary>
    public IObservable<SessionEvent> Events => _events;

    internal SessionStream Stream { get; }

    internal bool ResendUnplayed { get; }

    internal bool IsOver => Volatile.Read(ref _over) != 0;

    internal bool IsPaused => _paused;

    /// <summary>
    /// The same events as a sequence, from this call on; to be enumerated once. Ends behind <see cref="SessionEnded"/>.
    /// </summary>
    /// <param name="cancellationToken">Breaks it off, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="AudioEventsMissedException">More than 1,024 events waited to be read.</exception>
    public IAsyncEnumerable<SessionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        _events.Read(cancellationToken);

    /// <summary>
    /// Appends to the stream; waits while the daemon's buffer is full. What was taken is copied and will be sent, also
    /// over a cut: the call does not wait for the network.
    /// </summary>
    /// <param name="data">Bytes in the session's format; may end in the middle of a sample.</param>
    /// <param name="cancellationToken">
    /// Gives up waiting. What the daemon had room for until then has been taken, in whole frames: <see
    /// cref="BytesWritten"/> says how much.
    /// </param>
    /// <exception cref="AudioSessionException">
    /// The session has ended or was cancelled, or its stream has ended; see <see cref="Completion"/>.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another write has not ended.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            throw new InvalidOperationException("Await the write before this one first.");
        bool waits = false;
        try
        {
            waits = !TryTake(ref data);
            return waits ? WriteRestAsync(data, cancellationToken) : ValueTask.CompletedTask;
        }
        finally
        {
            if (!waits)
                Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>Writes everything that a producer gives, as it gives it: what a text-to-speech API streams.</summary>
    /// <param name="chunks">Bytes in the session's format.</param>
    /// <param name="cancellationToken">Gives up, as in <see cref="WriteAsync"/>.</param>
    /// <exception cref="AudioSessionException">As in <see cref="WriteAsync"/>.</exception>
    public async Task WriteAllAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(chunks);
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
            await WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The stream ends here: what was written is played to its end. Does not wait; may be called again.
    /// </summary>
    public void EndStream() => Stream.End();

    /// <summary>Ends the stream and waits until its last sample was heard, or the session ended otherwise.</summary>
    /// <param name="cancellationToken">Gives up waiting; the session plays on to its end.</param>
    /// <returns>How it ended.</returns>
    public Task<PlaybackResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        EndStream();
        return Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Silence now, over 5 ms; what is held is discarded.</summary>
    /// <param name="cancellationToken">Gives up waiting; the session ends all the same.</param>
    /// <returns>How it ended: as a rule <see cref="SessionEndReason.Cancelled"/>.</returns>
    public async Task<PlaybackResult> CancelAsync(CancellationToken cancellationToken = default)
    {
        TakeNoMore();
        if (IsOver)
            return await Completion.ConfigureAwait(false);
        PendingRequest request = _link.Post(new V4CancelSession { SessionId = _id }, this);
        Task<V4Reply> reply = request.Reply;
        await Task.WhenAny(reply, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!Completion.IsCompleted && reply.IsFaulted)
            await reply.ConfigureAwait(false);
        return await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Silence, over 5 ms; what is held and what is written is kept. Returns when the daemon has taken it; <see
    /// cref="SessionPaused"/> says when it is silent.
    /// </summary>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        await CommandAsync(new V4PauseSession { SessionId = _id }, cancellationToken).ConfigureAwait(false);
        _paused = true;
    }

    /// <summary>Plays on after <see cref="PauseAsync"/>.</summary>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _paused = false;
        await CommandAsync(new V4ResumeSession { SessionId = _id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the gain; it goes there over a few milliseconds.</summary>
    /// <param name="volume">Linear, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting for the daemon's answer.</param>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    public Task SetVolumeAsync(double volume, CancellationToken cancellationToken = default)
    {
        AudioSessionOptions.ValidateVolume(volume, nameof(volume));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        Volatile.Write(ref _volume, volume);
        return CommandAsync(new V4SetVolume { SessionId = _id, Volume = volume }, cancellationToken);
    }

    /// <summary>
    /// Names a place of the stream: <see cref="SessionMarkHeard"/> tells when it is heard, which may be before this
    /// returns. It may have been written, or not; one that was heard already is told at once, one that the stream does
    /// not reach, or that a cancel is in front of, never. Returns when the daemon has taken it; up to 1,024 of a
    /// session wait at a time.
    /// </summary>
    /// <param name="name">What it is called: 1 to 256 characters; need not be unique.</param>
    /// <param name="offset">
    /// A byte of the stream as it is written, from 0 on: the sample that holds it. Null: where the next write begins,
    /// which after <see cref="EndStream"/> is the end.
    /// </param>
    /// <param name="cancellationToken">
    /// Gives up waiting for the daemon's answer; the mark may be told all the same.
    /// </param>
    /// <exception cref="AudioRequestException">
    /// As many wait as may (<c>too_many_marks</c>): set more when some were heard.
    /// </exception>
    /// <exception cref="AudioDaemonException">It has ended, or there is no daemon any more.</exception>
    public Task MarkAsync(string name, long? offset = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > V4Mark.MaxNameLength)
            throw new ArgumentException($"A mark's name has 1 to {V4Mark.MaxNameLength} characters.", nameof(name));
        if (offset is < 0 or > V4Mark.MaxOffset)
        {
            throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                "A mark's place is a byte of the stream, 0 or more."
            );
        }

        return SetMarkAsync(new SessionMark(name, offset ?? Stream.Written), cancellationToken);
    }

    /// <summary>
    /// The session as a stream to write to. Closing it ends the session's stream, as <see cref="EndStream"/> does, and
    /// does not wait.
    /// </summary>
    public Stream AsStream() => new SessionWriteStream(this);

    /// <summary>
    /// The session as a pipe's writing end. Completing it ends the session's stream; completing it with an exception
    /// cancels the session.
    /// </summary>
    public System.IO.Pipelines.PipeWriter AsPipeWriter() => new SessionPipeWriter(this);

    /// <summary>
    /// Cancels the session where it has not ended and its stream has not been ended either; else lets it play to its
    /// end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (IsOver || Stream.IsEnded || _cancelled)
            return;
        using var limit = new CancellationTokenSource(DisposeLimit, _link.Time);
        try
        {
            await CancelAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AudioDaemonException)
        {
            // The daemon is away; it will be told when it is back, or ends the session by itself.
        }
    }

    /// <summary>Silence at once; does not wait for the daemon's word.</summary>
    internal void CancelSoon()
    {
        TakeNoMore();
        if (!IsOver)
            _link.Post(new V4CancelSession { SessionId = _id }, this);
    }

    /// <summary>Silence is wanted: what is written now would be lost, so it is refused.</summary>
    private void TakeNoMore()
    {
        _cancelled = true;
        Stream.Refuse();
    }

    internal V4StartSession StartMessage =>
        new V4StartSession
        {
            SessionId = _id,
            AudioFormat = V4AudioFormat.Of(Format),
            Volume = Volatile.Read(ref _volume),
            Effects = Effects,
            MaxLatency = _maxLatency?.TotalMilliseconds,
        }
            .With(Etiquette)
            .With(_jitter);

    /// <summary>The daemon has it now. False: what it claims cannot be.</summary>
    internal bool Attach(
        DaemonConnection connection,
        uint handle,
        long received,
        long limit,
        long played,
        int underruns
    )
    {
        _underruns = Math.Max(_underruns, _underrunsBefore + underruns);
        _queued = null; // if it waits, the daemon says so behind this
        if (!Stream.Attach(connection, handle, received, limit, played))
            return false;
        TellHeard(Stream.Played);
        return true;
    }

    internal void OnFlow(in V4Flow flow)
    {
        Stream.Advance(flow.Received, flow.Limit, flow.Played);
        TellHeard(Stream.Played);
        if (_events.HasObservers)
            _events.Publish(new SessionProgress(_id, Stream.Received, Stream.Played));
    }

    internal void OnEvent(V4ServerMessage message)
    {
        switch (message)
        {
            case V4Playing playing:
                _ttfa ??= Milliseconds(playing.TtfaMs);
                _queued = null;
                _events.Publish(
                    new SessionPlaying(
                        _id,
                        Milliseconds(playing.TtfaMs),
                        Milliseconds(playing.DecodedMs),
                        Milliseconds(playing.MixedMs)
                    )
                );
                break;
            case V4Underrun underrun:
                _underruns = _underrunsBefore + underrun.Underruns;
                _events.Publish(new SessionUnderrun(_id, _underruns));
                break;
            case V4MarkHeard heard:
                if (_marks.TakeHeard(heard.Name, heard.Offset, Stream.Base) is { } mark)
                    Tell(mark);
                break;
            case V4Paused:
                _paused = true; // by whomever
                _events.Publish(new SessionPaused(_id));
                break;
            case V4SessionQueued queued:
                _paused = false; // by whomever
                _queued = new SessionQueued(_id, queued.Channel, queued.Position, queued.InterruptedBy);
                _events.Publish(_queued);
                break;
            case V4PlaybackResumed:
                _paused = false;
                _queued = null;
                _events.Publish(new SessionPlaybackResumed(_id));
                break;
        }
    }

    /// <summary>
    /// It is to be begun again under a new name; false where that is not wanted. The link's lock; <see
    /// cref="TellRestarted"/> follows.
    /// </summary>
    internal bool TryRestart(Func<string, bool> isTaken)
    {
        if (!ResendUnplayed || _cancelled || IsOver)
            return false;
        _framesBefore = Stream.Restart() / Format.BytesPerFrame;
        _underrunsBefore = _underruns;
        _restarts++;
        for (int number = _restarts + 1; ; number++)
        {
            string suffix = $"-{number}";
            string id = string.Concat(
                _firstId.AsSpan(0, Math.Min(_firstId.Length, SessionNames.MaxLength - suffix.Length)),
                suffix
            );
            if (isTaken(id))
                continue;
            _id = id;
            return true;
        }
    }

    /// <summary>After <see cref="TryRestart"/>: what sets the marks again that are still to be heard.</summary>
    internal IEnumerable<PendingRequest> MarksAgain() => _marks.TakeToSetAgain(Stream.Played).Select(RequestOf);

    internal void TellRestarted()
    {
        TellHeard(Stream.Played);
        _events.Publish(new SessionRestarted(_id, _framesBefore));
    }

    internal void End(V4SessionEnded ended)
    {
        var result = new PlaybackResult
        {
            SessionId = _id,
            Reason = V4EndReasons.Parse(ended.Reason),
            ReasonText = ended.Reason,
            FramesPlayed = _framesBefore + ended.FramesPlayed,
            FramesSkipped = ended.FramesSkipped ?? 0,
            FramesReceived = _framesBefore + ended.FramesReceived,
            BytesReceived = Stream.Base + ended.BytesReceived,
            Underruns = _underrunsBefore + ended.Underruns,
            TimeToFirstAudio = _ttfa ?? Milliseconds(ended.TtfaMs),
            Played = Duration(_framesBefore + ended.FramesPlayed),
            Restarts = _restarts,
            Error = ended.Error,
            IsAudible = ended.Audible,
            InaudibleReason = ended.Inaudible?.Reason,
            InaudibleMessage = ended.Inaudible?.Message,
            Unheard = Milliseconds(ended.Inaudible?.Ms) ?? TimeSpan.Zero,
        };
        long end = result.Reason == SessionEndReason.Completed ? 1 : 0; // which is a place too
        TellHeard((result.FramesPlayed + result.FramesSkipped + end) * Format.BytesPerFrame);
        End(result);
    }

    /// <summary>Nobody will say how it ended.</summary>
    internal void EndUntold(string why)
    {
        long frames = Stream.Played / Format.BytesPerFrame;
        SessionEndReason reason = _cancelled ? SessionEndReason.Cancelled : SessionEndReason.Lost;
        End(
            new PlaybackResult
            {
                SessionId = _id,
                Reason = reason,
                ReasonText = V4EndReasons.NameOf(reason),
                FramesPlayed = frames,
                FramesReceived = Stream.Received / Format.BytesPerFrame,
                BytesReceived = Stream.Received,
                Underruns = _underruns,
                TimeToFirstAudio = _ttfa,
                Played = Duration(frames),
                Restarts = _restarts,
                Error = why,
            }
        );
    }

    private void End(PlaybackResult result)
    {
        if (Interlocked.Exchange(ref _over, 1) != 0)
            return;
        _queued = null;
        _completion.TrySetResult(result);
        Stream.Close();
        _events.Publish(new SessionEnded(result));
        _events.Complete();
    }

    /// <summary>Takes as much as fits; whether that was everything.</summary>
    private bool TryTake(ref ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty && !Stream.IsOpen)
            throw Over();
        while (!data.IsEmpty)
        {
            int taken = Stream.Take(data.Span);
            if (taken < 0)
                throw Over();
            if (taken == 0)
                return false;
            data = data[taken..];
        }
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((SessionStream)state!).CancelRoom(token),
            Stream
        );
        try
        {
            while (!TryTake(ref data))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Stream.RoomAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            Volatile.Write(ref _writing, 0);
        }
    }

    private async Task SetMarkAsync(SessionMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOver)
            throw Over();
        _marks.Add(mark);
        PendingRequest request = RequestOf(mark);
        _link.Post(request);
        try
        {
            await request.Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AudioDaemonException)
        {
            _marks.Remove(mark);
            throw;
        }
    }

    private PendingRequest RequestOf(SessionMark mark) =>
        new(
            new V4Mark
            {
                SessionId = _id,
                Offset = mark.Offset,
                Name = mark.Name,
            },
            this,
            survivesCut: true
        )
        {
            Received = (_, reply) =>
            {
                if (reply is V4Error)
                    _marks.Remove(mark);
                else
                    _marks.Confirm(mark);
            },
        };

    /// <summary>So much of the stream was heard; what the daemon has told of it is known already.</summary>
    private void TellHeard(long played)
    {
        foreach (SessionMark mark in _marks.TakeHeard(played))
            Tell(mark);
    }

    private void Tell(SessionMark mark) => _events.Publish(new SessionMarkHeard(_id, mark.Name, mark.Offset));

    private async Task CommandAsync(V4ClientMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOver)
            throw Over();
        Task<V4Reply> reply = _link.Post(message, this).Reply;
        await reply.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private AudioSessionException Over()
    {
        PlaybackResult? result = Completion.IsCompletedSuccessfully ? Completion.Result : null;
        return result switch
        {
            { Reason: SessionEndReason.Lost } => new(
                AudioDaemonErrorKind.SessionLost,
                $"Session {_id} is lost: {result.Error} Start a new one, or set ResendUnplayed to have that done.",
                result
            ),
            not null => new(
                AudioDaemonErrorKind.SessionEnded,
                $"Session {_id} has ended ({result.ReasonText}{(result.Error is null ? "" : ": " + result.Error)}); start a new one.",
                result
            ),
            null when _cancelled => new(
                AudioDaemonErrorKind.SessionEnded,
                $"Session {_id} is cancelled; start a new one."
            ),
            null => new(
                AudioDaemonErrorKind.SessionEnded,
                $"The stream of session {_id} has been ended; start a new session."
            ),
        };
    }

    private TimeSpan Duration(long frames) => TimeSpan.FromSeconds((double)frames / Format.SampleRate);

    private static TimeSpan? Milliseconds(double? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
