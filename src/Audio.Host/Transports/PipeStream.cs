using System.IO.Pipelines;

namespace Audio.Host.Transports;

/// <summary>One end of an in-memory connection, as a stream and as a pipe.</summary>
/// <param name="input">What the other end writes.</param>
/// <param name="output">What the other end reads.</param>
internal sealed class PipeStream(PipeReader input, PipeWriter output) : DuplexStream, IDuplexPipe
{
    private readonly Stream _in = input.AsStream();

    public PipeReader Input => input;

    public PipeWriter Output => output;

    /// <summary>Creates both ends of a connection.</summary>
    /// <param name="options">The pipe options of each direction.</param>
    public static (PipeStream Client, PipeStream Server) Pair(PipeOptions options)
    {
        (Pipe up, Pipe down) = (new Pipe(options), new Pipe(options));
        return (new PipeStream(down.Reader, up.Writer), new PipeStream(up.Reader, down.Writer));
    }

    /// <summary>Like a socket, it can be awaited without a buffer.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!buffer.IsEmpty)
            return await _in.ReadAsync(buffer, cancellationToken);
        ReadResult result = await input.ReadAsync(cancellationToken);
        input.AdvanceTo(result.Buffer.Start);
        return result.IsCanceled ? throw new OperationCanceledException("The connection was disposed of.") : 0;
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => await output.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    /// <summary>Ends both directions and wakes pending reads and writes.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.CancelPendingRead();
            output.CancelPendingFlush();
            input.Complete();
            output.Complete();
        }
        base.Dispose(disposing);
    }
}
