using Audio.Core.Dsp;
using Audio.Core.Effects;

namespace Audio.Core.Mixing;

/// <summary>
/// The effects of a bus or the master, applied to the stereo sum in order, before the volume, so that a normalizer does
/// not undo a volume change. Sound they hold back comes out after the last input has ended; then, and whenever nothing
/// plays, they rest. An effect that throws is removed, and the sound continues without it. Render thread only, except
/// <see cref="TakeFault"/>.
/// </summary>
internal sealed class BusEffects
{
    // Immutable.
    private readonly string[] _names;

    // Written by the render thread, taken by any thread.
    private readonly Exception?[] _faults;

    // Render thread only.
    private readonly IAudioEffect?[] _effects; // null for one that was removed
    private int _behind; // frames that have gone in and not come out
    private bool _resting = true;

    /// <summary>Creates the effects.</summary>
    /// <param name="effects">With their names, for messages.</param>
    public BusEffects(IReadOnlyList<(string Name, IAudioEffect Effect)> effects)
    {
        _names = [.. effects.Select(static effect => effect.Name)];
        _effects = [.. effects.Select(static effect => effect.Effect)];
        _faults = new Exception?[effects.Count];
        LatencyFrames = effects.Sum(static effect => effect.Effect.LatencyFrames);
    }

    /// <summary>
    /// The delay of the effects in frames. It does not change when an effect is removed, so that no position goes
    /// backwards.
    /// </summary>
    public int LatencyFrames { get; }

    /// <summary>Whether there are any.</summary>
    public bool AreAny => _effects.Length > 0;

    /// <summary>Processes the next slice.</summary>
    /// <param name="mono">The sum of the mono inputs; silent afterwards.</param>
    /// <param name="stereo">
    /// The sum of the stereo inputs; everything afterwards, and silent if nothing went in and nothing is still to come
    /// out.
    /// </param>
    /// <param name="faulted">Set if an effect was removed.</param>
    public void Process(SliceBuffer mono, SliceBuffer stereo, ref bool faulted)
    {
        if (_effects.Length == 0)
            return;
        bool sounds = !mono.IsSilent || !stereo.IsSilent;
        if (!sounds && _behind == 0)
        {
            Rest(ref faulted);
            return;
        }

        Span<float> samples = stereo.Open();
        if (!mono.IsSilent)
            SampleMath.AddUpmixed(samples, mono.Samples);
        mono.Begin(mono.Length);
        for (int i = 0; i < _effects.Length; i++)
        {
            try
            {
                _effects[i]?.Process(samples);
            }
            // an effect may be anybody's code: if it throws, the bus loses that effect and nothing else
            catch (Exception fault)
            {
                TakeOut(i, fault, ref faulted);
            }
        }

        _resting = false;
        _behind = sounds ? LatencyFrames : Math.Max(0, _behind - samples.Length / 2);
    }

    /// <summary>Returns what a removed effect threw, each once. Any thread.</summary>
    public (string Name, Exception Fault)? TakeFault()
    {
        for (int i = 0; i < _faults.Length; i++)
        {
            if (Interlocked.Exchange(ref _faults[i], null) is { } fault)
                return (_names[i], fault);
        }

        return null;
    }

    private void Rest(ref bool faulted)
    {
        if (_resting)
            return;
        _resting = true;
        for (int i = 0; i < _effects.Length; i++)
        {
            try
            {
                _effects[i]?.Rest();
            }
            catch (Exception fault) // as above
            {
                TakeOut(i, fault, ref faulted);
            }
        }
    }

    private void TakeOut(int index, Exception fault, ref bool faulted)
    {
        _effects[index] = null;
        Volatile.Write(ref _faults[index], fault);
        faulted = true;
    }
}
