namespace Audio.Core.Dsp;

/// <summary>What determines the coefficients of a <see cref="ResamplerFilter"/>.</summary>
/// <remarks>
/// With few phases every row is exact. With many (47,999 to 48,000 Hz has 48,000) a fixed number of rows is kept, with
/// linear interpolation between them: with 1,024 rows per sample of the lower rate, the error is at most <c>pi² / 8 /
/// 1024²</c>, 118 dB down. Either way a table is at most 1 MiB. If the mix rate is the higher one, the filter does not
/// depend on the input's rate, so all interpolated rates share the same two tables.
/// </remarks>
/// <param name="Prototype">The low-pass.</param>
/// <param name="Stretch">Input samples per sample of the lower rate, at least 1.</param>
/// <param name="Rows">Rows per input frame.</param>
/// <param name="IsInterpolated">Whether phases are interpolated between two rows.</param>
internal sealed record FilterShape(KaiserSinc Prototype, double Stretch, int Rows, bool IsInterpolated)
{
    private const int MaxExactRows = 1024;
    private const int MaxExactSamples = 1 << 18; // 1 MiB
    private const int Density = 1024;
    private const int MinRows = 16;

    /// <summary>Input frames per output frame.</summary>
    public int Taps { get; } = TapsOf(Prototype, Stretch);

    /// <summary>Coefficients in all rows.</summary>
    public int Samples => (IsInterpolated ? Rows + 1 : Rows) * Taps;

    /// <summary>The shape for a ratio.</summary>
    /// <param name="up">Output rate in lowest terms.</param>
    /// <param name="down">Input rate in lowest terms.</param>
    public static FilterShape For(int up, int down)
    {
        double stretch = Math.Max(1, (double)down / up);
        KaiserSinc prototype = 2L * up >= 5L * down ? KaiserSinc.Long : KaiserSinc.Short; // 16 kHz and less, to 48
        bool isInterpolated = up > MaxExactRows || (long)up * TapsOf(prototype, stretch) > MaxExactSamples;
        int rows = isInterpolated ? Math.Max(MinRows, (int)Math.Ceiling(Density / stretch)) : up;
        return new FilterShape(prototype, stretch, rows, isInterpolated);
    }

    private static int TapsOf(KaiserSinc prototype, double stretch) =>
        (int)Math.Ceiling(prototype.Taps * stretch / ResamplerKernels.TapsMultiple) * ResamplerKernels.TapsMultiple;
}
