using System.IO.Pipelines;
using Audio.Core.Sessions;
using Audio.Protocol.Chunks;

namespace Audio.Core.Wires;

/// <summary>
/// The pipe into which a JSON dialect decodes its chunks, as chunk frames, and the connection that reads it. Nothing
/// behind it knows which dialect they came from. Backpressure is the wait for a flush. One writing loop.
/// </summary>
internal sealed class FramePipe
{
    // Everything runs inline on the receiving loop, so there is no thread switch from socket to jitter buffer.
    private readonly Pipe _pipe = new(
        new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false
        )
    );

    private readonly IWireEngine _engine;
    private readonly AudioConnection _connection;
    private readonly Task _running;

    public FramePipe(IWireEngine engine)
    {
        _engine = engine;
        _connection = engine.Connect(_pipe.Reader);
        _running = _connection.RunAsync();
    }

    /// <summary>Where the next frame is written.</summary>
    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Opens a session whose frames come through the pipe.</summary>
    /// <exception cref="AudioException">The engine is full or closing, or the format cannot be played.</exception>
    public AudioSession OpenSession(SessionOptions options) => _connection.OpenSession(options);

    /// <summary>Ends the stream of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="offset">The bytes that it was sent.</param>
    public ValueTask EndStreamAsync(AudioSession session, long offset)
    {
        Span<byte> frame = Writer.GetSpan(ChunkFrameWriter.Overhead);
        ChunkFrameWriter.WriteOverhead(frame, session.Handle, offset, ChunkFrameFlags.EndOfStream, payloadLength: 0);
        Writer.Advance(ChunkFrameWriter.Overhead);
        return FlushAsync();
    }

    /// <summary>Hands on what was written; waits while there is too much.</summary>
    public async ValueTask FlushAsync() => await Writer.FlushAsync().ConfigureAwait(false);

    /// <summary>Ends the connection: what was written is played to its end.</summary>
    public async ValueTask CompleteAsync()
    {
        await Writer.CompleteAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _engine.ConnectionEnded();
    }
}
