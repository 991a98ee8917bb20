using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Audio.Benchmarks.Rigs;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Chunks;

/// <summary>
/// A version 4 chunk's whole path through the daemon, 20 ms of 16-bit mono: it is received, parsed, decoded, resampled
/// unless it has the mix rate, buffered, mixed and heard. The resulting <c>flow</c> messages are included. One
/// operation is one chunk.
/// </summary>
public class DaemonChunkBenchmarks
{
    private const int PeriodFrames = 48_000 / 50;
    private const int Lead = 5; // chunks in reserve, so that the mixer never starves

    private readonly HandFedTransport _messages = new();
    private readonly PipeEnds _pipe = new();
    private BenchmarkEngine _engine = null!;
    private byte[] _chunk = [];
    private long _offset;
    private Task _serving = Task.CompletedTask;

    [Params(24_000, 48_000)]
    public int Rate { get; set; }

    [GlobalSetup(Target = nameof(Messages))]
    public async Task OpenMessagesAsync()
    {
        Begin(overhead: ChunkFrameHeader.Size);
        _serving = new V4Server(_engine.Engine).Accept(_messages).RunAsync();
        _messages.Give(TransportMessageKind.Json, Start());
        WriteHeader(await _messages.Handle, _chunk);
        for (int i = 0; i < Lead; i++)
            Give();
    }

    /// <summary>From a message transport, such as a WebSocket.</summary>
    /// <returns>Frames heard so far.</returns>
    [Benchmark]
    public long Messages()
    {
        Give();
        _engine.Output.Play();
        return _engine.Output.FramesPlayed;
    }

    [GlobalCleanup(Target = nameof(Messages))]
    public Task CloseMessages()
    {
        _messages.End();
        return CloseAsync();
    }

    [GlobalSetup(Target = nameof(ByteStream))]
    public async Task OpenByteStreamAsync()
    {
        Begin(overhead: ChunkFrameWriter.Overhead);
        _serving = new V4Server(_engine.Engine).ServeAsync(_pipe.Daemon);
        StreamMessageWriter.Write(_pipe.Client.Output, StreamMessageKind.Json, Start());
        Flush();
        StreamMessageWriter.WritePrefix(
            _chunk,
            StreamMessageKind.ChunkFrame,
            _chunk.Length - StreamMessageReader.PrefixSize
        );
        uint handle = await ReadHandleAsync();
        WriteHeader(handle, _chunk.AsSpan(StreamMessageReader.PrefixSize));
        for (int i = 0; i < Lead; i++)
            Push();
    }

    /// <summary>From a byte stream, such as a Unix socket; here an in-memory pipe.</summary>
    /// <returns>Frames heard so far.</returns>
    [Benchmark]
    public long ByteStream()
    {
        Push();
        _engine.Output.Play();
        DropAnswers();
        return _engine.Output.FramesPlayed;
    }

    [GlobalCleanup(Target = nameof(ByteStream))]
    public Task CloseByteStream()
    {
        _pipe.Client.Output.Complete();
        return CloseAsync();
    }

    private void Begin(int overhead)
    {
        _engine = new BenchmarkEngine(PeriodFrames);
        byte[] pcm = Noise.Pcm16(Rate / 50);
        _chunk = [.. new byte[overhead], .. pcm];
        _offset = 0;
    }

    private byte[] Start() =>
        V4ClientMessages.Write(new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(Rate, 1)) });

    private static void WriteHeader(uint handle, Span<byte> frame) =>
        new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, handle, 0).Write(frame);

    private void Give()
    {
        BinaryPrimitives.WriteInt64LittleEndian(_chunk.AsSpan(8), _offset);
        _offset += _chunk.Length - ChunkFrameHeader.Size;
        _messages.Give(TransportMessageKind.ChunkFrame, _chunk);
    }

    private void Push()
    {
        BinaryPrimitives.WriteInt64LittleEndian(_chunk.AsSpan(StreamMessageReader.PrefixSize + 8), _offset);
        _offset += _chunk.Length - ChunkFrameWriter.Overhead;
        _pipe.Client.Output.Write(_chunk);
        Flush();
    }

    private void Flush()
    {
        ValueTask<FlushResult> flush = _pipe.Client.Output.FlushAsync();
        // After its budget of messages the daemon goes on on the thread pool, and the pipe may fill meanwhile.
        _ = flush.IsCompletedSuccessfully ? flush.Result : flush.AsTask().GetAwaiter().GetResult();
    }

    private void DropAnswers()
    {
        if (_pipe.Client.Input.TryRead(out ReadResult answers))
            _pipe.Client.Input.AdvanceTo(answers.Buffer.End);
    }

    private async Task<uint> ReadHandleAsync()
    {
        uint? handle = null;
        while (handle is null)
        {
            ReadResult answers = await _pipe.Client.Input.ReadAsync();
            ReadOnlySequence<byte> buffer = answers.Buffer;
            while (StreamMessageReader.TryRead(ref buffer, 1024 * 1024, out StreamMessage message))
                handle ??= (V4ServerMessages.Read(message.Body.ToArray()) as V4SessionStarted)?.Handle;
            _pipe.Client.Input.AdvanceTo(buffer.Start, buffer.End);
        }
        return handle.Value;
    }

    private async Task CloseAsync()
    {
        await _serving;
        await _engine.Engine.DisposeAsync();
    }
}
