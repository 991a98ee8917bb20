using Audio.Benchmarks.Rigs;
using Audio.Core.Buffers;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// Writes 10 ms at 48 kHz into a jitter buffer that holds 40 ms, and reads 10 ms. Blocks come from the pool and return
/// to it.
/// </summary>
public class JitterBufferBenchmarks
{
    private const int Frames = 480;

    private readonly SampleBlockPool _pool = new(capacity: 64);
    private JitterBuffer _buffer = null!;
    private float[] _in = [];
    private float[] _out = [];

    [Params(1, 2)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _buffer = new JitterBuffer(_pool, AudioFormat.Float32(48_000, Channels), capacityFrames: 48_000);
        _in = Noise.Samples(Frames * Channels);
        _out = new float[Frames * Channels];
        for (int i = 0; i < 4; i++)
            _buffer.Write(_in);
    }

    [Benchmark]
    public int WriteAndRead()
    {
        _buffer.Write(_in);
        return _buffer.Read(_out);
    }

    [GlobalCleanup]
    public void GiveBack() => _buffer.Dispose();
}
