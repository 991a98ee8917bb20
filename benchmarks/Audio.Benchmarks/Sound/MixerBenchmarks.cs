using System.Numerics.Tensors;
using Audio.Benchmarks.Rigs;
using Audio.Core.Mixing;
using Audio.Core.Sinks;
using BenchmarkDotNet.Attributes;
using NAudio.Wave;
using NAudio.Wave.SampleProviders;

namespace Audio.Benchmarks.Sound;

/// <summary>
/// The mixer alone: one operation is a render of 480 frames, 10 ms at 48 kHz. The gains keep the sum below full scale,
/// so that the limiter is idle. With ramps, every input's gain moves to a new fractional value during the first half of
/// each render and stays there for the second half.
/// </summary>
public class MixerBenchmarks
{
    private const int Frames = 480;

    private readonly float[] _mix = new float[2 * Frames];
    private float[][] _blocks = [];
    private Mixer _mixer = null!;
    private Mixer _paused = null!;
    private MixingSampleProvider _bare = null!;
    private MixerInput[] _inputs = [];
    private float[] _gains = [];
    private int _turn;

    [Params(1, 10, 100, 1_000)]
    public int Inputs { get; set; }

    [Params(1, 2)]
    public int Channels { get; set; }

    [Params(false, true)]
    public bool Ramps { get; set; }

    [GlobalSetup]
    public void Make()
    {
        _gains = Ramps ? [0.7f, 0.9f] : [1f];
        _blocks = [.. Enumerable.Range(1, Inputs).Select(Quiet)];
        _mixer = new Mixer(48_000);
        _inputs = [.. _blocks.Select(block => _mixer.Add(new RepeatingSource(block, Channels), _gains[0]))];
        Render();
        _paused = new Mixer(48_000);
        foreach (float[] block in _blocks)
            _paused.Add(new RepeatingSource(block, Channels), paused: true);
        RenderPaused();
        _bare = new MixingSampleProvider(WaveFormat.CreateIeeeFloatWaveFormat(48_000, Channels));
        foreach (float[] block in _blocks)
            _bare.AddMixerInput((ISampleProvider)new RepeatingSource(block, Channels));
        BareNAudio();
    }

    /// <returns>Whether anything sounds.</returns>
    [Benchmark]
    public bool Render()
    {
        MoveGains();
        return _mixer.Render(_mix);
    }

    /// <summary>All of them are paused.</summary>
    /// <returns>Whether nothing sounds.</returns>
    [Benchmark]
    public bool RenderPaused() => !_paused.Render(_mix);

    /// <summary>The same sources in a single NAudio mixer, without gains, buses or a limiter.</summary>
    /// <returns>Samples mixed.</returns>
    [Benchmark]
    public int BareNAudio() => _bare.Read(_mix.AsSpan(0, Frames * Channels));

    /// <summary>Only adds the same blocks with <see cref="TensorPrimitives"/>: the floor for this machine.</summary>
    /// <returns>A sample of the sum.</returns>
    [Benchmark(Baseline = true)]
    public float BareSum()
    {
        Span<float> sum = _mix.AsSpan(0, Frames * Channels);
        sum.Clear();
        foreach (float[] block in _blocks)
            TensorPrimitives.Add(sum, block, sum);
        return sum[0];
    }

    private void MoveGains()
    {
        if (!Ramps)
            return;
        float gain = _gains[++_turn & 1];
        foreach (MixerInput input in _inputs)
            input.Gain = gain;
    }

    private float[] Quiet(int seed)
    {
        float[] samples = Noise.Samples(Frames * Channels, seed);
        foreach (ref float sample in samples.AsSpan())
            sample *= 3f / Inputs;
        return samples;
    }
}
