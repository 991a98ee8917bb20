using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// What a normaliser knows and does: it hears the stream, as far ahead of what comes out as its owner can, and gives
/// what comes out the gain that brings it to the target. The gain follows from the integrated loudness of all that was
/// heard (EBU R128) and moves a bounded number of decibels a second, so it is never heard as a jump; silence does not
/// move it. Peaks stay within <see cref="CeilingDb"/>.
/// </summary>
/// <remarks>
/// What comes out is measured too. Where the beginning came out too loud or too quiet, the next second or so makes up
/// for it by at most <see cref="MaxCorrection"/>; and what the ceiling takes from the energy is given back, up to <see
/// cref="MaxLoss"/>. Mono counts as heard from both loudspeakers, as the mixer plays it. One thread; allocates nothing
/// once made, but for the first <see cref="Begin"/>.
/// </remarks>
internal sealed class LoudnessGain
{
    /// <summary>The most that a stream is made louder or quieter, in decibels.</summary>
    public const double MaxGain = 24;

    /// <summary>The most by which a stretch makes up for what was before it, in decibels.</summary>
    public const double MaxCorrection = 3;

    /// <summary>
    /// The most energy that peaks may lose at the ceiling and that is given back by gain, in decibels: beyond it the
    /// sound would be flattened.
    /// </summary>
    public const double MaxLoss = 12;

    /// <summary>The fastest that the gain moves, in decibels a second.</summary>
    public const double Slew = 6;

    /// <summary>
    /// The fastest that it falls in the first two seconds, in decibels a second: a start that is much too loud is put
    /// right within a word.
    /// </summary>
    public const double FirstFall = 30;

    /// <summary>
    /// Where samples end, in decibels full scale: what lies between two of them stays within ±1 too, so the limiter of
    /// the mix rests.
    /// </summary>
    public const double CeilingDb = -1;

    private static readonly float CeilingFactor = (float)Decibels.ToFactor(CeilingDb);
    private static readonly TimeSpan CeilingHold = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CeilingRelease = TimeSpan.FromMilliseconds(20);

    private const long FirstSteps = 20; // of 100 ms
    private const int MakeUpBlocks = 10; // what was wrong is made up for in so many times 100 ms
    private const double Quietest = -70; // LUFS; below it, it is silence that is heard
    private const double Remembered = 0.9; // of the energies before and after the ceiling, a step later: a second

    // Immutable.
    private readonly double _target;
    private readonly int _sampleRate;
    private readonly int _channels;
    private readonly double _rise; // the factor of one frame, above 1
    private readonly double _fall; // below 1
    private readonly double _firstFall;

    // One thread.
    private readonly LoudnessMeter _input;
    private readonly LoudnessMeter _output;
    private readonly Limiter _limiter;
    private LoudnessTrial? _trial;
    private double _gain = 1;
    private double _wanted = 1;
    private double _before; // energy at the ceiling's entry and exit, of the last second or so
    private double _after;

    /// <summary>Makes it for one stream.</summary>
    /// <param name="target">In LUFS, -40 to -5.</param>
    /// <param name="sampleRate">In hertz, at least 8,000.</param>
    /// <param name="channels">1 or 2.</param>
    public LoudnessGain(double target, int sampleRate, int channels)
    {
        _target = target;
        _sampleRate = sampleRate;
        _channels = channels;
        _rise = Decibels.ToFactor(Slew / sampleRate);
        _fall = Decibels.ToFactor(-Slew / sampleRate);
        _firstFall = Decibels.ToFactor(-FirstFall / sampleRate);
        _input = new LoudnessMeter(sampleRate, channels, heardTwice: true);
        _output = new LoudnessMeter(sampleRate, channels, heardTwice: true);
        _limiter = Ceiling(sampleRate);
    }

    /// <summary>
    /// The loudness of what was heard, in LUFS; negative infinity before the first 400 ms that are not silent.
    /// </summary>
    public double HeardLoudness => _input.Integrated;

    /// <summary>The gain of the last frame, in decibels, without what the ceiling takes.</summary>
    public double GainDb => 20 * Math.Log10(_gain);

    /// <summary>
    /// Frames that may be given to <see cref="Apply"/> before <see cref="Decide"/> is due; at least 1.
    /// </summary>
    public int FramesToDecision => _output.FramesToStep;

    /// <summary>Hears whole frames of the stream that have not come out yet.</summary>
    public void Hear(ReadOnlySpan<float> samples) => _input.Add(samples);

    /// <summary>
    /// Before the first frame comes out: starts with the gain that brings what was heard to the target, the ceiling's
    /// part in it included.
    /// </summary>
    /// <param name="held">All that was heard.</param>
    /// <param name="isWhole">Nothing else will come: less than 400 ms are judged as well.</param>
    public void Begin(ReadOnlySpan<float> held, bool isWhole)
    {
        double loudness = double.IsFinite(_input.Integrated) || !isWhole ? _input.Integrated : _input.Momentary;
        if (!(loudness >= Quietest))
            return;
        double plain = Math.Clamp(_target - loudness, -MaxGain, MaxGain);
        double gain = plain;
        if (Math.Abs(TensorPrimitives.MaxMagnitude(held)) * Decibels.ToFactor(plain) > CeilingFactor)
        {
            _trial ??= new LoudnessTrial(_sampleRate, _channels, Ceiling(_sampleRate));
            gain = _trial.Solve(held, _target, plain, Math.Min(MaxGain, plain + MaxLoss));
            (_before, _after) = (_trial.EnergyBefore, _trial.EnergyAfter);
        }

        _gain = _wanted = Decibels.ToFactor(gain);
    }

    /// <summary>Brings frames out: gain, ceiling, measurement.</summary>
    /// <param name="samples">At most <see cref="FramesToDecision"/>.</param>
    /// <returns>Whether <see cref="Decide"/> is due.</returns>
    public bool Apply(Span<float> samples)
    {
        long steps = _output.Steps;
        Amplify(samples);
        _before = AddEnergy(_before, samples);
        _limiter.Process(samples, _channels);
        _after = AddEnergy(_after, samples);
        _output.Add(samples);
        if (_output.Steps == steps)
            return false;
        (_before, _after) = double.IsFinite(_before) ? (_before * Remembered, _after * Remembered) : (0, 0);
        return true;
    }

    /// <summary>What frames that follow come to: with the gain as it stands, and cut at the ceiling.</summary>
    public void Preview(Span<float> samples)
    {
        TensorPrimitives.Multiply(samples, (float)_gain, samples);
        TensorPrimitives.Max(samples, -CeilingFactor, samples);
        TensorPrimitives.Min(samples, CeilingFactor, samples);
    }

    /// <summary>After each 100 ms that came out: where the gain is to go.</summary>
    public void Decide()
    {
        bool known = double.IsFinite(_input.Integrated);
        double loudness = known ? _input.Integrated : _input.Momentary;
        if (!(loudness >= Quietest))
            return;
        double gain = Math.Clamp(_target - loudness + Correction() + Loss(), -MaxGain, MaxGain);
        // less than a block says too little to get louder for
        _wanted = Decibels.ToFactor(known ? gain : Math.Min(gain, 0));
    }

    /// <summary>
    /// Silence for a while: what rings is cleared; what was learned stays, the last <paramref name="blocks"/> blocks of
    /// it at most.
    /// </summary>
    public void Rest(long blocks)
    {
        _input.Rest(blocks);
        _output.Rest(blocks);
        _limiter.Reset();
    }

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        _input.Reset();
        _output.Reset();
        _limiter.Reset();
        (_gain, _wanted, _before, _after) = (1, 1, 0, 0);
    }

    /// <summary>
    /// Quicker than that of the mix: what a normaliser meets is the single peak, a drum or a plosive, and what comes
    /// behind it should not be made quieter for it.
    /// </summary>
    private static Limiter Ceiling(int sampleRate) => new(sampleRate, CeilingFactor, CeilingHold, CeilingRelease);

    private void Amplify(Span<float> samples)
    {
        double fall = _output.Steps < FirstSteps ? _firstFall : _fall;
        int i = 0;
        for (; i < samples.Length && _gain != _wanted; i += _channels)
        {
            _gain = _gain < _wanted ? Math.Min(_wanted, _gain * _rise) : Math.Max(_wanted, _gain * fall);
            for (int channel = 0; channel < _channels; channel++)
                samples[i + channel] *= (float)_gain;
        }

        if (_gain != 1)
            TensorPrimitives.Multiply(samples[i..], (float)_gain, samples[i..]);
    }

    /// <summary>One sum, sample by sample, so that the cuts cannot be seen in it.</summary>
    private static double AddEnergy(double energy, ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
            energy += (double)sample * sample;
        return energy;
    }

    /// <summary>What the ceiling takes, in decibels.</summary>
    private double Loss() => _after > 0 ? Math.Clamp(10 * Math.Log10(_before / _after), 0, MaxLoss) : 0;

    /// <summary>
    /// The level at which the next blocks have to come out for all of them to have the target's energy in the mean,
    /// over that target.
    /// </summary>
    private double Correction()
    {
        if (!double.IsFinite(_output.Integrated))
            return 0;
        double excess = Math.Pow(10, (_output.Integrated - _target) / 10) - 1;
        double needed = 1 - excess * Math.Min(_output.BlocksCounted, 3 * MakeUpBlocks) / MakeUpBlocks;
        return Math.Clamp(10 * Math.Log10(Math.Max(needed, 1e-3)), -MaxCorrection, MaxCorrection);
    }
}
