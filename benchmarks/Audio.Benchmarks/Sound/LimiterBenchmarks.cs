using Audio.Benchmarks.Rigs;
using Audio.Core.Dsp;
using BenchmarkDotNet.Attributes;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// Passes 10 ms at 48 kHz through the limiter. It works in place, so each operation begins with a copy of the mix
/// (about 50 ns).
/// </summary>
public class LimiterBenchmarks
{
    private const int Frames = 480;

    private readonly Limiter _rests = new(48_000);
    private readonly Limiter _works = new(48_000);
    private float[] _quiet = [];
    private float[] _loud = [];
    private float[] _mix = [];

    [Params(1, 2)]
    public int Channels { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _quiet = Noise.Samples(Frames * Channels);
        _loud = [.. _quiet.Select(static sample => 8 * sample)];
        _mix = new float[_quiet.Length];
    }

    /// <summary>Nothing exceeds full scale: the mix is checked and left unchanged.</summary>
    /// <returns>The gain.</returns>
    [Benchmark(Baseline = true)]
    public float AtRest() => Limit(_rests, _quiet);

    /// <summary>Peaks of 6 dB above full scale: every frame is scaled.</summary>
    /// <returns>The gain.</returns>
    [Benchmark]
    public float AtWork() => Limit(_works, _loud);

    private float Limit(Limiter limiter, float[] mix)
    {
        mix.CopyTo(_mix, 0);
        limiter.Process(_mix, Channels);
        return limiter.Gain;
    }
}
