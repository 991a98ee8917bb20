using System.Numerics.Tensors;
using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// The core of a normalizer: it measures the stream, as far ahead of the output as its owner can, and applies the gain
/// that brings the output to the target. The gain follows the integrated loudness of everything heard (EBU R128) and
/// moves by a limited number of decibels per second, so that no jump is audible; silence does not move it. Peaks stay
/// within <see cref="CeilingDb"/>.
/// </summary>
/// <remarks>
/// The output is measured as well. If the beginning came out too loud or too quiet, the next second or so compensates
/// by at most <see cref="MaxCorrection"/>. Energy lost at the ceiling is restored by gain, up to <see cref="MaxLoss"/>.
/// Mono counts as heard from both loudspeakers, as the mixer plays it. One thread; allocates nothing after
/// construction, except in the first <see cref="Begin"/>.
/// </remarks>
internal sealed class LoudnessGain
{
    /// <summary>The bytes of its buffers.</summary>
    public const long Memory = 2 * LoudnessMeter.Memory + LoudnessTrial.Memory;

    /// <summary>The largest gain or attenuation, in decibels.</summary>
    public const double MaxGain = 24;

    /// <summary>The largest compensation for earlier sound, in decibels.</summary>
    public const double MaxCorrection = 3;

    /// <summary>
    /// The most energy lost at the ceiling that is restored by gain, in decibels: more would flatten the sound.
    /// </summary>
    public const double MaxLoss = 12;

    /// <summary>The fastest change of the gain, in decibels per second.</summary>
    public const double Slew = 6;

    /// <summary>
    /// The fastest decrease in the first two seconds, in decibels per second: a start that is much too loud is
    /// corrected within a word.
    /// </summary>
    public const double FirstFall = 30;

    /// <summary>
    /// The highest sample peak, in dBFS. It keeps peaks between samples within ±1 too, so that the limiter of the mix
    /// stays at rest.
    /// </summary>
    public const double CeilingDb = -1;

    private static readonly float CeilingFactor = (float)Decibels.ToFactor(CeilingDb);
    private static readonly TimeSpan CeilingHold = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CeilingRelease = TimeSpan.FromMilliseconds(20);

    private const long FirstSteps = 20; // of 100 ms
    private const int MakeUpBlocks = 10; // errors are compensated over this many times 100 ms
    private const double Quietest = -70; // LUFS; anything below counts as silence
    private const double Remembered = 0.9; // decay of the energies per step: about a second

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
    private double _before; // energy before and after the ceiling, over the last second or so
    private double _after;

    /// <summary>Creates it for one stream.</summary>
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
    /// The loudness of everything heard, in LUFS; negative infinity before the first 400 ms of sound.
    /// </summary>
    public double HeardLoudness => _input.Integrated;

    /// <summary>The gain of the last frame, in decibels, without the effect of the ceiling.</summary>
    public double GainDb => 20 * Math.Log10(_gain);

    /// <summary>
    /// Frames that can be passed to <see cref="Apply"/> before <see cref="Decide"/> is due; at least 1.
    /// </summary>
    public int FramesToDecision => _output.FramesToStep;

    /// <summary>Measures whole frames of the stream that have not come out yet.</summary>
    public void Hear(ReadOnlySpan<float> samples) => _input.Add(samples);

    /// <summary>
    /// Sets the initial gain, which brings what was heard to the target with the effect of the ceiling included. Called
    /// before the first frame comes out.
    /// </summary>
    /// <param name="held">Everything heard so far.</param>
    /// <param name="isWhole">Whether this is the whole stream; then even less than 400 ms is judged.</param>
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

    /// <summary>Processes output frames: gain, ceiling, measurement.</summary>
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

    /// <summary>Computes the output for the next frames, with the current gain and clipped at the ceiling.</summary>
    public void Preview(Span<float> samples)
    {
        TensorPrimitives.Multiply(samples, (float)_gain, samples);
        TensorPrimitives.Max(samples, -CeilingFactor, samples);
        TensorPrimitives.Min(samples, CeilingFactor, samples);
    }

    /// <summary>Decides the next target of the gain; due after each 100 ms of output.</summary>
    public void Decide()
    {
        bool known = double.IsFinite(_input.Integrated);
        double loudness = known ? _input.Integrated : _input.Momentary;
        if (!(loudness >= Quietest))
            return;
        double gain = Math.Clamp(_target - loudness + Correction() + Loss(), -MaxGain, MaxGain);
        // less than a block is not enough to raise the gain
        _wanted = Decibels.ToFactor(known ? gain : Math.Min(gain, 0));
    }

    /// <summary>
    /// Clears what was ringing after silence, and keeps what was learned, weighted as at most <paramref name="blocks"/>
    /// blocks.
    /// </summary>
    public void Rest(long blocks)
    {
        _input.Rest(blocks);
        _output.Rest(blocks);
        _limiter.Reset();
    }

    /// <summary>Resets everything.</summary>
    public void Reset()
    {
        _input.Reset();
        _output.Reset();
        _limiter.Reset();
        (_gain, _wanted, _before, _after) = (1, 1, 0, 0);
    }

    /// <summary>
    /// Faster than the limiter of the mix: a normalizer meets single peaks, drums and plosives, which should not make
    /// the sound after them quieter.
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

    /// <summary>A single sum in order, so that the result does not depend on how the stream is cut.</summary>
    private static double AddEnergy(double energy, ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
            energy += (double)sample * sample;
        return energy;
    }

    /// <summary>The loss at the ceiling, in decibels.</summary>
    private double Loss() => _after > 0 ? Math.Clamp(10 * Math.Log10(_before / _after), 0, MaxLoss) : 0;

    /// <summary>
    /// How far above the target the next blocks must be for the mean energy of all blocks to meet it.
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
