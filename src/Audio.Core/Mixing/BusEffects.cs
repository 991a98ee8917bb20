using Audio.Core.Dsp;
using Audio.Core.Effects;

namespace Audio.Core.Mixing;

/// <summary>
/// The effects of a bus or of the master, on the stereo sum and in their order, in front of its volume: a normaliser
/// does not undo what a hand on the volume does. What they hold back comes out after the last input has ended; then,
/// and whenever nothing sounds, they rest. One that throws is taken out, and the sound goes on without it. Render
/// thread only, but for <see cref="TakeFault"/>.
/// </summary>
internal sealed class BusEffects
{
    // Immutable.
    private readonly string[] _names;

    // Written by the render thread, taken by any thread.
    private readonly Exception?[] _faults;

    // Render thread only.
    private readonly IAudioEffect?[] _effects; // null where one was taken out
    private int _behind; // frames that went in and have not come out
    private bool _resting = true;

    /// <summary>Makes the effects.</summary>
    /// <param name="effects">With their names, for messages.</param>
    public BusEffects(IReadOnlyList<(string Name, IAudioEffect Effect)> effects)
    {
        _names = [.. effects.Select(static effect => effect.Name)];
        _effects = [.. effects.Select(static effect => effect.Effect)];
        _faults = new Exception?[effects.Count];
        LatencyFrames = effects.Sum(static effect => effect.Effect.LatencyFrames);
    }

    /// <summary>
    /// By how many frames what comes out lies behind what went in. It stays so when an effect is taken out, so that no
    /// position goes back.
    /// </summary>
    public int LatencyFrames { get; }

    /// <summary>Works on the next slice.</summary>
    /// <param name="mono">The sum of what is mono; silent afterwards.</param>
    /// <param name="stereo">
    /// The sum of what is stereo; the whole afterwards, and silent when neither anything went in nor anything is still
    /// to come out.
    /// </param>
    /// <param name="faulted">Set when an effect was taken out.</param>
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
            // an effect may be anybody's code: what it throws costs the bus that effect and nothing else
            catch (Exception fault)
            {
                TakeOut(i, fault, ref faulted);
            }
        }

        _resting = false;
        _behind = sounds ? LatencyFrames : Math.Max(0, _behind - samples.Length / 2);
    }

    /// <summary>What an effect threw when it was taken out; each is given once. Any thread.</summary>
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
