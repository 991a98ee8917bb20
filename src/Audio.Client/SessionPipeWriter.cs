using System.IO.Pipelines;

namespace Audio.Client;

/// <summary>
/// A session as a <see cref="PipeWriter"/>: a flush sends what was written, and waits while the buffer of the daemon is
/// full.
/// </summary>
internal sealed class SessionPipeWriter(PlaybackSession session) : PipeWriter
{
    private readonly PipeWriter _inner = Create(session.AsStream());

    public override bool CanGetUnflushedBytes => _inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => _inner.UnflushedBytes;

    public override void Advance(int bytes) => _inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => _inner.CancelPendingFlush();

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        _inner.FlushAsync(cancellationToken);

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source,
        CancellationToken cancellationToken = default
    ) => _inner.WriteAsync(source, cancellationToken);

    /// <summary>
    /// Ends the stream of the session. Blocks while what is not flushed does not fit; <see cref="CompleteAsync"/> waits
    /// instead.
    /// </summary>
    public override void Complete(Exception? exception = null) =>
        CompleteAsync(exception).AsTask().GetAwaiter().GetResult();

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (exception is not null)
            await session.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _inner.CompleteAsync(exception).ConfigureAwait(false);
        }
        catch (AudioSessionException) when (exception is not null)
        {
            // It was cancelled, so the rest is discarded.
        }
    }
}
