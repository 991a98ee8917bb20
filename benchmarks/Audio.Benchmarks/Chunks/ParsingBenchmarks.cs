using System.Buffers;
using System.Text;
using Audio.Benchmarks.Rigs;
using Audio.Protocol.Chunks;
using Audio.Protocol.V3;
using Audio.Protocol.V4;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Chunks;

/// <summary>
/// The cost of extracting a chunk's bytes, for either version. One operation is one chunk of 16-bit mono at 24 kHz.
/// </summary>
public class ParsingBenchmarks
{
    private byte[] _json = [];
    private byte[] _frame = [];
    private byte[] _framed = [];
    private byte[] _decoded = [];
    private byte[] _flow = [];

    [Params(20, 100)]
    public int Milliseconds { get; set; }

    [GlobalSetup]
    public void Write()
    {
        byte[] pcm = Noise.Pcm16(24 * Milliseconds);
        _json = Encoding.UTF8.GetBytes(
            $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(pcm)}}","encoding":"base64"}"""
        );
        _decoded = new byte[_json.Length];
        var writer = new ArrayBufferWriter<byte>();
        ChunkFrameWriter.Write(
            writer,
            new ChunkFrame(7, 123_456, ChunkFrameFlags.None, new ReadOnlySequence<byte>(pcm))
        );
        _framed = writer.WrittenSpan.ToArray();
        _frame = _framed[ChunkFrameReader.PrefixSize..];
        _flow = new byte[V4Flow.MaxLength];
        _flow = _flow[..new V4Flow(7, 123_456, 1_440_000, 120_000).Write(_flow, "client_1-1"u8)];
    }

    /// <summary>Version 3: parses JSON and decodes its base64.</summary>
    /// <returns>Bytes of sound.</returns>
    [Benchmark(Baseline = true)]
    public int V3Base64() => V3ClientMessage.Read(_json).DecodeChunk(_decoded);

    /// <summary>
    /// Version 4, a binary WebSocket message. The payload is not copied, so its length costs nothing.
    /// </summary>
    /// <returns>Bytes of sound.</returns>
    [Benchmark]
    public long V4Message() =>
        ChunkFrameReader.Read(new ReadOnlySequence<byte>(_frame), ChunkFrameLimits.Default).Payload.Length;

    /// <summary>Version 4 from a byte stream.</summary>
    /// <returns>Bytes of sound.</returns>
    [Benchmark]
    public long V4ByteStream()
    {
        var buffer = new ReadOnlySequence<byte>(_framed);
        ChunkFrameReader.TryRead(ref buffer, ChunkFrameLimits.Default, out ChunkFrame frame);
        return frame.Payload.Length;
    }

    /// <summary>Version 4: a <c>flow</c> message, as the client reads it.</summary>
    /// <returns>Bytes that the daemon has.</returns>
    [Benchmark]
    public long V4FlowMessage() =>
        V4Flow.TryRead(_flow, out V4Flow flow)
            ? flow.Received
            : throw new InvalidOperationException("This is no flow.");
}
