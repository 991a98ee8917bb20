using System.IO.Pipelines;

namespace Audio.Host.Running;

/// <summary>
/// One end of a connection in memory, as a stream and as a pipe, by which the warm-up's client and the daemon's code
/// speak to each other.
/// </summary>
internal sealed class WarmUpStream(PipeReader input, PipeWriter output) : Stream, IDuplexPipe
{
    private readonly Stream _in = input.AsStream();

    public PipeReader Input => input;

    public PipeWriter Output => output;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Two ends of one connection.</summary>
    public static (WarmUpStream Client, WarmUpStream Server) Pair()
    {
        var options = new PipeOptions(useSynchronizationContext: false);
        (Pipe up, Pipe down) = (new Pipe(options), new Pipe(options));
        return (new WarmUpStream(down.Reader, up.Writer), new WarmUpStream(up.Reader, down.Writer));
    }

    /// <summary>Like a socket, it can be waited on without a buffer.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty)
            return await _in.ReadAsync(buffer, cancellationToken);
        ReadResult result = await input.ReadAsync(cancellationToken);
        input.AdvanceTo(result.Buffer.Start);
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => await output.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Both directions end.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.CancelPendingRead();
            output.Complete();
        }
        base.Dispose(disposing);
    }
}
