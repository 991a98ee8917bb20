using Audio.Benchmarks.Rigs;
using Audio.Core.Dsp;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>Resamples the usual rates of clients to 48 kHz. One operation is 20 ms: 960 output frames.</summary>
public class ResamplingBenchmarks
{
    private const int OutputRate = 48_000;

    private readonly float[] _output = new float[2 * (OutputRate / 50 + 8)];
    private Resampler _resampler = null!;
    private float[] _input = [];

    [Params(8_000, 16_000, 22_050, 24_000, 44_100, 96_000)]
    public int Rate { get; set; }

    [Params(1, 2)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _resampler = new Resampler(Rate, OutputRate, Channels);
        _input = Noise.Samples(Rate / 50 * Channels);
    }

    [Benchmark]
    public int Resample()
    {
        _resampler.Process(_input, _output, out _, out int samples);
        return samples;
    }
}
