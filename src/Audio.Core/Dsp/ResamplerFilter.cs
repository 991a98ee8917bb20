namespace Audio.Core.Dsp;

/// <summary>
/// The coefficients for one ratio <c>Up / Down</c> in lowest terms: a row of taps per phase, that is, per position of
/// an output frame between two input frames. Immutable, and shared by all resamplers of the ratio.
/// </summary>
/// <remarks>
/// With few phases every row is exact. With many (47,999 to 48,000 Hz has 48,000) a fixed number of rows is kept, with
/// linear interpolation between them: with 1,024 rows per sample of the lower rate, the error is at most <c>pi² / 8 /
/// 1024²</c>, 118 dB down. Either way a table is at most 1 MiB.
/// </remarks>
internal sealed class ResamplerFilter
{
    private const int MaxExactRows = 1024;
    private const int MaxExactSamples = 1 << 18; // 1 MiB
    private const int Density = 1024;
    private const int MinRows = 16;

    private readonly float[] _coefficients;

    /// <summary>Designs the filter; up to about 30 ms for the longest.</summary>
    /// <param name="up">Output rate in lowest terms.</param>
    /// <param name="down">Input rate in lowest terms.</param>
    public ResamplerFilter(int up, int down)
    {
        Up = up;
        Down = down;
        double stretch = Math.Max(1, (double)down / up);
        KaiserSinc design = 2L * up >= 5L * down ? KaiserSinc.Long : KaiserSinc.Short; // 16 kHz and less, to 48
        CopiesPhase0 = design.Cutoff == 1 && down == 1;
        Taps = (int)Math.Ceiling(design.Taps * stretch / ResamplerKernels.TapsMultiple) * ResamplerKernels.TapsMultiple;
        IsInterpolated = up > MaxExactRows || (long)up * Taps > MaxExactSamples;
        Rows = IsInterpolated ? Math.Max(MinRows, (int)Math.Ceiling(Density / stretch)) : up;
        _coefficients = new float[(IsInterpolated ? Rows + 1 : Rows) * Taps];
        Design(design, stretch);
    }

    /// <summary>Output rate in lowest terms; the number of phases.</summary>
    public int Up { get; }

    /// <summary>Input rate in lowest terms.</summary>
    public int Down { get; }

    /// <summary>Input frames per output frame.</summary>
    public int Taps { get; }

    /// <summary>Rows per input frame.</summary>
    public int Rows { get; }

    /// <summary>Whether phases are interpolated between two rows; otherwise row and phase are the same.</summary>
    public bool IsInterpolated { get; }

    /// <summary>Whether an output frame that coincides with an input frame is a copy of it.</summary>
    public bool CopiesPhase0 { get; }

    /// <summary>Bytes of the table.</summary>
    public int Size => _coefficients.Length * sizeof(float);

    /// <summary>
    /// The taps of the output frame that is <c>row / Rows</c> after input frame <c>Taps / 2 - 1</c> of its window. With
    /// <see cref="IsInterpolated"/> the row <see cref="Rows"/> exists too.
    /// </summary>
    public ReadOnlySpan<float> Row(int row) => _coefficients.AsSpan(row * Taps, Taps);

    /// <summary>All rows in sequence.</summary>
    public ReadOnlySpan<float> Table => _coefficients;

    private void Design(KaiserSinc design, double stretch)
    {
        double half = Taps / 2;
        Span<double> row = new double[Taps];
        for (int r = 0; r < _coefficients.Length / Taps; r++)
        {
            double sum = 0;
            for (int k = 0; k < Taps; k++)
            {
                row[k] = design.At((double)r / Rows + (half - 1 - k), stretch, half);
                sum += row[k];
            }

            // Each row passes a constant unchanged, so that it has no ripple.
            for (int k = 0; k < Taps; k++)
                _coefficients[r * Taps + k] = (float)(row[k] / sum);
        }
    }
}
