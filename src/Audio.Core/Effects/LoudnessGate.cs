namespace Audio.Core.Effects;

/// <summary>
/// The integrated loudness of all blocks so far, gated as in ITU-R BS.1770-4: blocks below -70 LUFS do not count, nor
/// do those more than 10 LU below the mean of the rest. Blocks are counted by level in steps of 0.1 LU, so memory does
/// not grow with the stream; their energy is summed exactly.
/// </summary>
internal sealed class LoudnessGate
{
    /// <summary>The bytes of its buffers.</summary>
    public const long Memory = 2 * (long)((Loudest - AbsoluteGate) * StepsPerUnit) * sizeof(double);

    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;
    private const double Loudest = 50; // anything louder counts in the last step
    private const int StepsPerUnit = 10;

    private readonly double[] _counts = new double[(int)((Loudest - AbsoluteGate) * StepsPerUnit)];
    private readonly double[] _energies = new double[(int)((Loudest - AbsoluteGate) * StepsPerUnit)];
    private double _count;
    private double _energy;

    /// <summary>In LUFS; negative infinity while no block was above -70.</summary>
    public double Integrated { get; private set; } = double.NegativeInfinity;

    /// <summary>The number of blocks in the mean <see cref="Integrated"/>.</summary>
    public double BlocksCounted { get; private set; }

    /// <summary>The loudness of a mean square: <c>-0.691 + 10 log10</c>, in LUFS.</summary>
    public static double ToLoudness(double energy) => -0.691 + 10 * Math.Log10(energy);

    /// <summary>Adds a block.</summary>
    /// <param name="energy">The weighted mean square, summed over the channels.</param>
    public void Add(double energy)
    {
        double loudness = ToLoudness(energy);
        if (!(loudness >= AbsoluteGate))
            return;
        int step = (int)Math.Min(_counts.Length - 1, (loudness - AbsoluteGate) * StepsPerUnit);
        _counts[step]++;
        _energies[step] += energy;
        _count++;
        _energy += energy;
        Integrate();
    }

    /// <summary>Limits the total weight of the blocks so far to this many blocks.</summary>
    public void Fade(long blocks)
    {
        if (_count <= blocks)
            return;
        double part = blocks / _count;
        for (int step = 0; step < _counts.Length; step++)
        {
            _counts[step] *= part;
            _energies[step] *= part;
        }

        (_count, _energy, BlocksCounted) = (blocks, _energy * part, BlocksCounted * part);
    }

    /// <summary>Removes all blocks.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Array.Clear(_energies);
        (_count, _energy, Integrated, BlocksCounted) = (0, 0, double.NegativeInfinity, 0);
    }

    private void Integrate()
    {
        double gate = ToLoudness(_energy / _count) + RelativeGate;
        int first = Math.Max(0, (int)Math.Round((gate - AbsoluteGate) * StepsPerUnit));
        double count = 0;
        double energy = 0;
        for (int step = first; step < _counts.Length; step++)
        {
            count += _counts[step];
            energy += _energies[step];
        }

        (Integrated, BlocksCounted) = (ToLoudness(energy / count), count);
    }
}
