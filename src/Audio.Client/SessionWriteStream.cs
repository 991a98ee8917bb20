namespace Audio.Client;

/// <summary>A session as a write-only <see cref="Stream"/>.</summary>
internal sealed class SessionWriteStream(PlaybackSession session) : Stream
{
    private bool _closed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_closed;

    public override long Length => session.BytesWritten;

    public override long Position
    {
        get => session.BytesWritten;
        set => throw new NotSupportedException("A session's stream goes forward only.");
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return session.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Blocks while the buffer of the daemon is full.</summary>
    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    /// <summary>Does nothing: every write is sent at once.</summary>
    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A session's stream can only be written.");

    public override long Seek(long offset, SeekOrigin origin) =>
        throw new NotSupportedException("A session's stream goes forward only.");

    public override void SetLength(long value) =>
        throw new NotSupportedException("A session's stream goes forward only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            session.EndStream();
        }
        base.Dispose(disposing);
    }
}
