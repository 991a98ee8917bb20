namespace Audio.Core.Effects;

/// <summary>
/// Brings a stream to a loudness while it plays, without a delay: the gain follows from the integrated loudness of what has come so far
/// (EBU R128), and moves a bounded number of decibels a second, so it is never heard as a jump. Silence does not move it.
/// </summary>
/// <remarks>
/// What comes out is measured too. Where the beginning, of which nothing was known yet, came out too loud or too quiet, the next second or so makes up for it by
/// at most <see cref="MaxCorrection"/>, so that the whole comes to the target also where it is a single sentence. Mono counts as heard from both
/// loudspeakers, as the mixer plays it. Peaks may exceed full scale where a quiet stream is made louder; the limiter of the mix takes care of them.
/// </remarks>
internal sealed class LoudnessNormalizer : IAudioEffect
{
    /// <summary>The most that a stream is made louder or quieter, in decibels.</summary>
    public const double MaxGain = 24;

    /// <summary>The most by which a stretch makes up for what was before it, in decibels.</summary>
    public const double MaxCorrection = 3;

    /// <summary>The fastest that the gain moves, in decibels a second.</summary>
    public const double Slew = 6;

    /// <summary>The fastest that it falls in the first two seconds, in decibels a second: a start that is much too loud is put right within a word.</summary>
    public const double FirstFall = 30;

    private const long FirstSteps = 20;  // of 100 ms
    private const int MakeUpBlocks = 10; // what was wrong is made up for in so many times 100 ms
    private const double Quietest = -70; // LUFS; below it, it is silence that is heard

    // Immutable.
    private readonly double _target;
    private readonly int _channels;
    private readonly double _rise;      // the factor of one frame, above 1
    private readonly double _fall;      // below 1
    private readonly double _firstFall;

    // One thread.
    private readonly LoudnessMeter _input;
    private readonly LoudnessMeter _output;
    private double _gain = 1;
    private double _wanted = 1;

    /// <summary>Makes the effect for one stream.</summary>
    /// <param name="target">In LUFS, -40 to -5.</param>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2.</param>
    public LoudnessNormalizer(double target, int sampleRate, int channels)
    {
        _target = target;
        _channels = channels;
        _rise = Decibels.ToFactor(Slew / sampleRate);
        _fall = Decibels.ToFactor(-Slew / sampleRate);
        _firstFall = Decibels.ToFactor(-FirstFall / sampleRate);
        _input = new LoudnessMeter(sampleRate, channels, heardTwice: true);
        _output = new LoudnessMeter(sampleRate, channels, heardTwice: true);
    }

    /// <inheritdoc/>
    public int LatencyFrames => 0;

    /// <summary>The loudness of what has come in, in LUFS; negative infinity before the first 400 ms that are not silent.</summary>
    public double MeasuredLoudness => _input.Integrated;

    /// <summary>The gain of the last frame, in decibels.</summary>
    public double GainDb => 20 * Math.Log10(_gain);

    /// <inheritdoc/>
    public void Process(Span<float> samples)
    {
        while (!samples.IsEmpty)
        {
            int frames = Math.Min(samples.Length / _channels, _input.FramesToStep);
            Span<float> next = samples[..(frames * _channels)];
            long steps = _input.Steps;
            _input.Add(next);
            Apply(next);
            _output.Add(next);
            if (_input.Steps != steps) Decide();
            samples = samples[next.Length..];
        }
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _input.Reset();
        _output.Reset();
        (_gain, _wanted) = (1, 1);
    }

    private void Apply(Span<float> samples)
    {
        double fall = _output.Steps < FirstSteps ? _firstFall : _fall;
        int i = 0;
        for (; i < samples.Length && _gain != _wanted; i += _channels)
        {
            _gain = _gain < _wanted ? Math.Min(_wanted, _gain * _rise) : Math.Max(_wanted, _gain * fall);
            for (int channel = 0; channel < _channels; channel++) samples[i + channel] *= (float)_gain;
        }

        float gain = (float)_gain;
        foreach (ref float sample in samples[i..]) sample *= gain;
    }

    /// <summary>After each 100 ms: where the gain is to go.</summary>
    private void Decide()
    {
        bool known = double.IsFinite(_input.Integrated);
        double loudness = known ? _input.Integrated : _input.Momentary;
        if (!(loudness >= Quietest)) return;
        double gain = Math.Clamp(_target - loudness + Correction(), -MaxGain, MaxGain);
        _wanted = Decibels.ToFactor(known ? gain : Math.Min(gain, 0)); // less than a block says too little to get louder for
    }

    /// <summary>The level at which the next blocks have to come out for all of them to have the target's energy in the mean, over that target.</summary>
    private double Correction()
    {
        if (!double.IsFinite(_output.Integrated)) return 0;
        double excess = Math.Pow(10, (_output.Integrated - _target) / 10) - 1;
        double needed = 1 - excess * Math.Min(_output.BlocksCounted, 3 * MakeUpBlocks) / MakeUpBlocks;
        return Math.Clamp(10 * Math.Log10(Math.Max(needed, 1e-3)), -MaxCorrection, MaxCorrection);
    }
}
