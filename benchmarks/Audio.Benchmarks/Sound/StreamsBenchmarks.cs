using Audio.Benchmarks.Rigs;
using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Formats;
using Audio.Core.Mixing;
using Audio.Core.Sinks;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// All arithmetic of a hundred streams for 10 ms: decodes 16-bit mono, resamples it to 48 kHz, writes it to each
/// stream's jitter buffer, and renders 480 frames. One operation is 10 ms of all streams.
/// </summary>
public class StreamsBenchmarks
{
    private const int MixRate = 48_000;
    private const int Frames = MixRate / 100;

    private readonly SampleBlockPool _pool = new(capacity: 1024);
    private readonly float[] _scratch = new float[1024];
    private readonly float[] _mix = new float[2 * Frames];
    private Mixer _mixer = null!;
    private Stream[] _streams = [];
    private byte[] _chunk = [];

    [Params(24_000, 44_100, 48_000)]
    public int Rate { get; set; }

    [Params(1, 100)]
    public int Streams { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _mixer = new Mixer(MixRate);
        _chunk = Noise.Pcm16(Rate / 100);
        _streams = [.. Enumerable.Range(0, Streams).Select(_ => new Stream(_pool, Rate))];
        foreach (Stream stream in _streams)
        {
            _mixer.Add(stream.Buffer, gain: 1f / Streams);
            stream.Write(_chunk, _scratch);
            stream.Write(_chunk, _scratch);
        }
    }

    [Benchmark]
    public bool Block()
    {
        foreach (Stream stream in _streams)
            stream.Write(_chunk, _scratch);
        return _mixer.Render(_mix);
    }

    [GlobalCleanup]
    public void GiveBack()
    {
        foreach (Stream stream in _streams)
            stream.Buffer.Dispose();
    }

    private sealed class Stream(SampleBlockPool pool, int rate)
    {
        private readonly SampleDecoder _decoder = new(AudioFormat.Pcm16(rate, 1));
        private readonly Resampler? _resampler = rate == MixRate ? null : new Resampler(rate, MixRate, 1);

        public JitterBuffer Buffer { get; } = new(pool, AudioFormat.Float32(MixRate, 1), capacityFrames: MixRate);

        public void Write(ReadOnlySpan<byte> chunk, Span<float> scratch)
        {
            _decoder.Decode(chunk, scratch, out _, out int samples);
            ReadOnlySpan<float> decoded = scratch[..samples];
            if (_resampler is null)
            {
                Buffer.Write(decoded);
                return;
            }
            while (!decoded.IsEmpty)
            {
                _resampler.Process(decoded, Buffer.GetSpan(), out int taken, out int made);
                Buffer.Advance(made);
                decoded = decoded[taken..];
            }
        }
    }
}
