using System.IO.Pipelines;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// An in-memory byte stream in both directions. A waiting reader continues inside the call that delivers the bytes.
/// </summary>
internal sealed class PipeEnds
{
    private static readonly PipeOptions InPlace = new(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: false
    );

    private readonly Pipe _toDaemon = new(InPlace);
    private readonly Pipe _toClient = new(InPlace);

    public PipeEnds()
    {
        Daemon = new End(_toDaemon.Reader, _toClient.Writer);
        Client = new End(_toClient.Reader, _toDaemon.Writer);
    }

    public IDuplexPipe Daemon { get; }

    public IDuplexPipe Client { get; }

    private sealed record End(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
