using System.IO.Pipelines;
using Audio.Client.Streaming;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// One stream of sound at the daemon. It survives a cut of the connection: what the daemon did not receive is sent
/// again. Any thread; one write at a time.
/// </summary>
/// <remarks>Disposing a session that was not completed cancels it: silence at once.</remarks>
public sealed class PlaybackSession : IPlaybackSession
{
    /// <summary>How long disposing waits for the daemon to say that a cancelled session has ended.</summary>
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(2);

    private readonly DaemonLink _link;
    private readonly DaemonSession _session;
    private readonly SessionWriter _writer;

    internal PlaybackSession(DaemonLink link, DaemonSession session)
    {
        _link = link;
        _session = session;
        _writer = new SessionWriter(session.Stream, Refusal);
    }

    /// <inheritdoc/>
    public string SessionId => _session.Id;

    /// <inheritdoc/>
    public AudioFormat? Format => _session.Format;

    /// <inheritdoc/>
    public long BytesWritten => _session.Stream.Written;

    /// <inheritdoc/>
    public long BytesReceived => _session.Stream.Received;

    /// <inheritdoc/>
    public long BytesPlayed => _session.Stream.Played;

    /// <inheritdoc/>
    public string? Effects => _session.Effects;

    /// <inheritdoc/>
    public SessionEtiquette Etiquette => _session.Etiquette;

    /// <inheritdoc/>
    public SessionQueued? Queued => _session.Queued;

    /// <inheritdoc/>
    public Task<PlaybackResult> Completion => _session.Ending.Completion;

    /// <inheritdoc/>
    public IObservable<SessionEvent> Events => _session.Events;

    private bool IsOver => _session.Ending.IsOver;

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionEvent> ReadEventsAsync(CancellationToken cancellationToken = default) =>
        _session.Events.Read(cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(data, cancellationToken);

    /// <inheritdoc/>
    public async Task WriteAllAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(chunks);
        await foreach (ReadOnlyMemory<byte> chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
            await WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void EndStream() => _session.Stream.End();

    /// <inheritdoc/>
    public Task<PlaybackResult> CompleteAsync(CancellationToken cancellationToken = default)
    {
        EndStream();
        return Completion.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<PlaybackResult> CancelAsync(CancellationToken cancellationToken = default)
    {
        _session.Refuse();
        if (IsOver)
            return await Completion.ConfigureAwait(false);
        Task<V4Reply> reply = _link.Post(new V4CancelSession { SessionId = SessionId }, _session).Reply;
        await Task.WhenAny(reply, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!Completion.IsCompleted && reply.IsFaulted)
            await reply.ConfigureAwait(false);
        return await Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        await CommandAsync(new V4PauseSession { SessionId = SessionId }, cancellationToken).ConfigureAwait(false);
        _session.IsPaused = true;
    }

    /// <inheritdoc/>
    public async Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _session.IsPaused = false;
        await CommandAsync(new V4ResumeSession { SessionId = SessionId }, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task SetVolumeAsync(double volume, CancellationToken cancellationToken = default)
    {
        AudioSessionOptions.ValidateVolume(volume, nameof(volume));
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        _session.Volume = volume;
        return CommandAsync(new V4SetVolume { SessionId = SessionId, Volume = volume }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task MarkAsync(string name, long? offset = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > V4Mark.MaxNameLength)
            throw new ArgumentException($"A mark's name has 1 to {V4Mark.MaxNameLength} characters.", nameof(name));
        if (offset is < 0 or > V4Mark.MaxOffset)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "A mark's offset is 0 or more.");
        }
        return SetMarkAsync(new SessionMark(name, offset ?? BytesWritten), cancellationToken);
    }

    /// <inheritdoc/>
    public Stream AsStream() => new SessionWriteStream(this);

    /// <inheritdoc/>
    public PipeWriter AsPipeWriter() => new SessionPipeWriter(this);

    /// <summary>
    /// Cancels the session, unless it has ended or its stream was ended: then it plays to its end.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (IsOver || _session.Stream.IsEnded || _session.Ending.IsCancelled)
            return;
        using var limit = new CancellationTokenSource(DisposeLimit, _link.Time);
        try
        {
            await CancelAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AudioDaemonException)
        {
            // The daemon is away. It is told after a reconnect, or ends the session by itself.
        }
    }

    /// <summary>Cancels without waiting for the daemon.</summary>
    internal void CancelSoon()
    {
        _session.Refuse();
        if (!IsOver)
            _link.Post(new V4CancelSession { SessionId = SessionId }, _session);
    }

    private async Task SetMarkAsync(SessionMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOver)
            throw Refusal();
        _session.Marks.Add(mark);
        PendingRequest request = _session.RequestOf(mark);
        _link.Post(request);
        try
        {
            await request.Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (AudioDaemonException)
        {
            _session.Marks.Remove(mark);
            throw;
        }
    }

    private async Task CommandAsync(V4ClientMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsOver)
            throw Refusal();
        await _link.Post(message, _session).Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private AudioSessionException Refusal() => _session.Ending.Refusal(SessionId);
}
