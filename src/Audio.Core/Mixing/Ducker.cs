using Audio.Core.Dsp;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// Lowers one bus while buses of higher priority play. It only looks at which buses play in the current slice, so there
/// is no state to restore: whatever silenced a higher bus, the way back begins with the next slice. Render thread only.
/// </summary>
internal sealed class Ducker
{
    /// <summary>How each other bus lowers this one, in frames; <see langword="null"/> if there is no rule.</summary>
    private readonly Step?[] _steps = new Step?[Enum.GetValues<SessionPriority>().Length];

    private GainRamp _ramp = new(1f);
    private int _release = 1; // of the rule that lowered it

    public Ducker(SessionPriority lower, IEnumerable<DuckingRule> rules, int sampleRate)
    {
        foreach (DuckingRule rule in rules.Where(rule => rule.Lower == lower))
        {
            _steps[(int)rule.Higher] =
                rule.Level < 0
                    ? new Step(rule.Gain, Frames(rule.Attack, sampleRate), Frames(rule.Release, sampleRate))
                    : null;
        }
    }

    /// <summary>The current gain.</summary>
    public float Gain => _ramp.Current;

    /// <summary>The ramp for the slice about to be mixed.</summary>
    public ref GainRamp Ramp => ref _ramp;

    /// <summary>Decides the target gain of the bus.</summary>
    /// <param name="sounding">A bit for each bus that plays in this slice: 1 shifted by its priority.</param>
    /// <param name="goesOn">
    /// Whether this bus plays in this slice and did in the previous one; otherwise it takes its target at once.
    /// </param>
    public void Decide(int sounding, bool goesOn)
    {
        float target = 1f;
        int attack = 1;
        int release = _release;
        for (int i = 0; i < _steps.Length; i++)
        {
            if ((sounding >> i & 1) == 0 || _steps[i] is not { } step || step.Gain >= target)
                continue;
            (target, attack, release) = (step.Gain, step.Attack, step.Release);
        }

        if (goesOn)
            _ramp.MoveTo(target, target < _ramp.Target ? attack : _release);
        else
            _ramp.JumpTo(target);
        _release = release;
    }

    private static int Frames(TimeSpan time, int sampleRate) => Math.Max(1, (int)(time.TotalSeconds * sampleRate));

    private readonly record struct Step(float Gain, int Attack, int Release);
}
