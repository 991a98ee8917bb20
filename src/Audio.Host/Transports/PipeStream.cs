using System.IO.Pipelines;

namespace Audio.Host.Transports;

/// <summary>One end of a connection in memory, as a stream and as a pipe.</summary>
/// <param name="input">What the other end writes.</param>
/// <param name="output">What the other end reads.</param>
internal sealed class PipeStream(PipeReader input, PipeWriter output) : DuplexStream, IDuplexPipe
{
    private readonly Stream _in = input.AsStream();

    public PipeReader Input => input;

    public PipeWriter Output => output;

    /// <summary>Two ends of one connection.</summary>
    /// <param name="options">Of each direction.</param>
    public static (PipeStream Client, PipeStream Server) Pair(PipeOptions options)
    {
        (Pipe up, Pipe down) = (new Pipe(options), new Pipe(options));
        return (new PipeStream(down.Reader, up.Writer), new PipeStream(up.Reader, down.Writer));
    }

    /// <summary>Like a socket, it can be waited on without a buffer.</summary>
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

    /// <summary>Both directions end, and whoever waits in them learns it.</summary>
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
