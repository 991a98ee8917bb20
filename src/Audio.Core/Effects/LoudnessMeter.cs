namespace Audio.Core.Effects;

/// <summary>
/// Measures the loudness of a stream by EBU R128 and ITU-R BS.1770-4: K-weighted, in gated blocks of 400 ms, one every
/// 100 ms. Not thread safe; allocates nothing after construction.
/// </summary>
internal sealed class LoudnessMeter
{
    /// <summary>The bytes of its buffers.</summary>
    public const long Memory = LoudnessGate.Memory + 512;

    private const int StepsPerBlock = 4;

    // Immutable.
    private readonly int _stepFrames;
    private readonly double _weight;

    // One thread.
    private readonly Biquad[] _shelves;
    private readonly Biquad[] _highPasses;
    private readonly double[] _steps = new double[StepsPerBlock]; // the energy of the last four steps, in a ring
    private readonly LoudnessGate _gate = new();
    private readonly double[] _energies; // of each channel in the current step
    private int _frames; // of the current step
    private int _filled; // complete steps in _steps

    /// <summary>Creates a meter.</summary>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2; each counts in full.</param>
    /// <param name="heardTwice">
    /// Whether mono is heard from both loudspeakers, which is 3 LU more than from one (EBU Tech 3344, "dual mono").
    /// </param>
    public LoudnessMeter(int sampleRate, int channels, bool heardTwice = false)
    {
        _stepFrames = sampleRate / 10;
        _weight = heardTwice && channels == 1 ? 2 : 1;
        _shelves = new Biquad[channels];
        _highPasses = new Biquad[channels];
        _energies = new double[channels];
        Array.Fill(_shelves, new Biquad(KWeighting.Shelf(sampleRate)));
        Array.Fill(_highPasses, new Biquad(KWeighting.HighPass(sampleRate)));
    }

    /// <summary>
    /// The loudness of everything heard, in LUFS; negative infinity before the first block and for silence.
    /// </summary>
    public double Integrated => _gate.Integrated;

    /// <summary>
    /// The number of blocks, one every 100 ms, in the mean <see cref="Integrated"/>; the others were too quiet to
    /// count.
    /// </summary>
    public double BlocksCounted => _gate.BlocksCounted;

    /// <summary>Complete steps of 100 ms.</summary>
    public long Steps { get; private set; }

    /// <summary>Frames until the next step is complete; at least 1.</summary>
    public int FramesToStep => _stepFrames - _frames;

    /// <summary>
    /// The loudness of the last block, or of what there is of it, in LUFS; negative infinity before the first step.
    /// </summary>
    public double Momentary => _filled == 0 ? double.NegativeInfinity : LoudnessGate.ToLoudness(RecentEnergy / _filled);

    private double RecentEnergy => _steps[0] + _steps[1] + _steps[2] + _steps[3];

    /// <summary>Measures whole frames.</summary>
    public void Add(ReadOnlySpan<float> samples)
    {
        int channels = _shelves.Length;
        while (!samples.IsEmpty)
        {
            int frames = Math.Min(samples.Length / channels, FramesToStep);
            for (int channel = 0; channel < channels; channel++)
                Weigh(samples[..(frames * channels)], channel);
            samples = samples[(frames * channels)..];
            _frames += frames;
            if (FramesToStep == 0)
                EndStep();
        }
    }

    /// <summary>
    /// Skips a pause: the next block begins after it. The loudness so far is kept, weighted as at most <paramref
    /// name="blocks"/> blocks.
    /// </summary>
    public void Rest(long blocks)
    {
        Clear();
        _gate.Fade(blocks);
    }

    /// <summary>Resets everything.</summary>
    public void Reset()
    {
        Clear();
        _gate.Clear();
        Steps = 0;
    }

    private void Clear()
    {
        foreach (ref Biquad shelf in _shelves.AsSpan())
            shelf.Clear();
        foreach (ref Biquad highPass in _highPasses.AsSpan())
            highPass.Clear();
        Array.Clear(_steps);
        Array.Clear(_energies);
        (_frames, _filled) = (0, 0);
    }

    private void Weigh(ReadOnlySpan<float> samples, int channel)
    {
        (Biquad shelf, Biquad highPass) = (_shelves[channel], _highPasses[channel]);
        double sum = _energies[channel]; // one sum per step, however the stream is cut
        for (int i = channel; i < samples.Length; i += _shelves.Length)
        {
            double weighted = highPass.Next(shelf.Next(samples[i]));
            sum += weighted * weighted;
        }

        (_shelves[channel], _highPasses[channel], _energies[channel]) = (shelf, highPass, sum);
    }

    private void EndStep()
    {
        double energy = 0;
        foreach (double channel in _energies)
            energy += channel;
        _steps[Steps % StepsPerBlock] = double.IsFinite(energy) ? _weight * energy / _stepFrames : 0;
        Array.Clear(_energies);
        _frames = 0;
        Steps++;
        _filled = Math.Min(_filled + 1, StepsPerBlock);
        foreach (ref Biquad shelf in _shelves.AsSpan())
            shelf.Settle();
        foreach (ref Biquad highPass in _highPasses.AsSpan())
            highPass.Settle();
        if (_filled == StepsPerBlock)
            _gate.Add(RecentEnergy / StepsPerBlock);
    }
}
