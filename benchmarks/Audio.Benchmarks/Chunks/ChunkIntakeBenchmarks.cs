using System.Buffers.Binary;
using Audio.Benchmarks.Rigs;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Chunks;

/// <summary>
/// The first half of a version 4 chunk's path through the daemon: from the transport to the jitter buffer. Nothing is
/// mixed, and no timer fires. One operation is one chunk of 16-bit mono at the mix rate.
/// </summary>
public class ChunkIntakeBenchmarks
{
    private const int PeriodFrames = 48_000 / 50;
    private const int ChunkMilliseconds = 5; // short, because 20 ms would mostly measure sample memory
    private const int Chunks = 25_000 / ChunkMilliseconds; // 25 s of the 30 that a session may buffer

    private readonly HandFedTransport _messages = new();
    private BenchmarkEngine _engine = null!;
    private byte[] _chunk = [];
    private long _offset;
    private Task _serving = Task.CompletedTask;

    [GlobalSetup]
    public async Task OpenAsync()
    {
        _engine = new BenchmarkEngine(PeriodFrames, new TimerlessTime());
        _chunk = [.. new byte[ChunkFrameHeader.Size], .. Noise.Pcm16(48 * ChunkMilliseconds)];
        _serving = new V4Server(_engine.Engine, time: new TimerlessTime()).Accept(_messages).RunAsync();
        _messages.Give(
            TransportMessageKind.Json,
            V4ClientMessages.Write(new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(48_000, 1)) })
        );
        new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, await _messages.Handle, 0).Write(_chunk);
    }

    /// <summary>Starts with an empty buffer: everything sent before has been heard.</summary>
    [IterationSetup]
    public void PlayOut()
    {
        long heard;
        do
        {
            heard = _engine.Output.FramesPlayed;
            _engine.Output.Play();
        } while (_engine.Output.FramesPlayed != heard);
    }

    /// <summary>Sends chunks as fast as they are taken.</summary>
    /// <returns>Bytes given.</returns>
    [Benchmark(OperationsPerInvoke = Chunks)]
    public long ToJitterBuffer()
    {
        for (int i = 0; i < Chunks; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_chunk.AsSpan(8), _offset);
            _offset += _chunk.Length - ChunkFrameHeader.Size;
            _messages.Give(TransportMessageKind.ChunkFrame, _chunk);
        }
        return _offset;
    }

    /// <summary>Does not dispose of the engine: without timers its session would never end.</summary>
    [GlobalCleanup]
    public Task CloseAsync()
    {
        _messages.End();
        return _serving;
    }
}
