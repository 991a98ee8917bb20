using Audio.Core.Formats;
using Audio.Protocol;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// Decodes bytes to float samples, for each encoding. One operation is 10 ms of stereo at 48 kHz: 960 samples.
/// </summary>
public class DecodingBenchmarks
{
    private const int Samples = 960;

    private readonly float[] _decoded = new float[Samples];
    private SampleDecoder _decoder = null!;
    private byte[] _bytes = [];

    [ParamsAllValues]
    public SampleEncoding Encoding { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var format = new AudioFormat(Encoding, 48_000, 2);
        _decoder = new SampleDecoder(format);
        _bytes = new byte[Samples * format.BytesPerSample];
        new Random(1).NextBytes(_bytes); // includes NaN, which takes the same path
    }

    [Benchmark]
    public int Decode()
    {
        _decoder.Decode(_bytes, _decoded, out _, out int samples);
        return samples;
    }
}
