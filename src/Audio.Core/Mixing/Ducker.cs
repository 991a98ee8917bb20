using Audio.Core.Dsp;
using Audio.Protocol.Etiquette;

namespace Audio.Core.Mixing;

/// <summary>
/// Lowers one bus while higher ones sound. It looks at nothing but which buses sound in this very slice, so there is no
/// state that somebody could forget to take back: whatever made a higher bus fall silent, the way back begins with the
/// next slice. Render thread only.
/// </summary>
internal sealed class Ducker
{
    /// <summary>How a bus is lowered by one other, in frames; <see langword="null"/> where there is no rule.</summary>
    private readonly Step?[] _steps = new Step?[Enum.GetValues<SessionPriority>().Length];

    private GainRamp _ramp = new(1f);
    private int _release = 1; // of the rule that brought it down

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

    /// <summary>Where the way has come to.</summary>
    public float Gain => _ramp.Current;

    /// <summary>The ramp for the slice that is about to be mixed.</summary>
    public ref GainRamp Ramp => ref _ramp;

    /// <summary>Decides where the bus is to go.</summary>
    /// <param name="sounding">A bit for each bus that sounds in this slice: 1 shifted by its priority.</param>
    /// <param name="goesOn">
    /// Whether this bus sounds in this slice and did in the one before; otherwise it is there at once.
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
