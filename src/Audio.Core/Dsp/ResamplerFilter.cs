namespace Audio.Core.Dsp;

/// <summary>
/// The coefficients of a conversion between rates: a row of taps per phase, that is, per position of an output frame
/// between two input frames. Immutable once it is designed, and shared by all resamplers with the same <see
/// cref="FilterShape"/>.
/// </summary>
internal sealed class ResamplerFilter(FilterShape shape)
{
    private const int MaxQuickSamples = 32 * 1024;

    // Any thread.
    private readonly Lock _designing = new();
    private float[] _coefficients = []; // empty until it is designed
    private int _claimed;

    /// <summary>What it is designed for.</summary>
    public FilterShape Shape => shape;

    /// <summary>Input frames per output frame.</summary>
    public int Taps { get; } = shape.Taps;

    /// <summary>Rows per input frame.</summary>
    public int Rows { get; } = shape.Rows;

    /// <summary>Whether phases are interpolated between two rows; otherwise row and phase are the same.</summary>
    public bool IsInterpolated { get; } = shape.IsInterpolated;

    /// <summary>Bytes of the table.</summary>
    public int Size => shape.Samples * sizeof(float);

    /// <summary>Whether the design takes a fraction of a millisecond, as for the usual rates.</summary>
    public bool IsQuick => shape.Samples <= MaxQuickSamples;

    /// <summary>Whether the coefficients can be used. Any thread.</summary>
    public bool IsDesigned => Volatile.Read(ref _coefficients).Length > 0;

    /// <summary>All rows in sequence.</summary>
    public ReadOnlySpan<float> Table => _coefficients;

    /// <summary>
    /// The taps of the output frame that is <c>row / Rows</c> after input frame <c>Taps / 2 - 1</c> of its window. With
    /// <see cref="IsInterpolated"/> the row <see cref="Rows"/> exists too.
    /// </summary>
    public ReadOnlySpan<float> Row(int row) => _coefficients.AsSpan(row * Taps, Taps);

    /// <summary>Claims the design for a caller that will have it done elsewhere. Any thread.</summary>
    /// <returns>Whether nobody had claimed it before.</returns>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>
    /// Designs it, unless that is done: some milliseconds for the longest. Any thread; waits for another that designs
    /// the same filter.
    /// </summary>
    public void Design()
    {
        lock (_designing)
        {
            if (!IsDesigned)
                Volatile.Write(ref _coefficients, Designed());
        }
    }

    private float[] Designed()
    {
        float[] coefficients = new float[shape.Samples];
        double half = Taps / 2;
        Span<double> row = new double[Taps];
        for (int r = 0; r <= Rows / 2; r++)
        {
            shape.Prototype.Fill(row, (double)r / Rows + (half - 1), shape.Stretch, half);
            double sum = 0;
            foreach (double tap in row)
                sum += tap;

            // Each row passes a constant unchanged, so that it has no ripple.
            Span<float> taps = coefficients.AsSpan(r * Taps, Taps);
            for (int k = 0; k < Taps; k++)
                taps[k] = (float)(row[k] / sum);

            // The filter is symmetrical: from the other neighbour the same distances, in the other order.
            int mirrored = (Rows - r) * Taps;
            if (mirrored == coefficients.Length)
                continue;
            taps.CopyTo(coefficients.AsSpan(mirrored, Taps));
            coefficients.AsSpan(mirrored, Taps).Reverse();
        }

        return coefficients;
    }
}
