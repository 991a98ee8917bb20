using Audio.Core.Dsp;

namespace Audio.Core.Effects;

/// <summary>
/// Finds the best position for a piece, by the normalized cross-correlation of what should follow with every candidate.
/// </summary>
internal sealed class WsolaMatcher
{
    /// <summary>
    /// How much the farthest candidate is penalized against the nearest: if many match equally well, as in a steady
    /// tone, the nearest wins.
    /// </summary>
    private const double FarPenalty = 1e-3;

    private const double Silence = 1e-9; // energy added so that a silent piece does not divide by zero

    private readonly int _pieceFrames;
    private readonly float[] _products;

    /// <summary>Creates a matcher.</summary>
    /// <param name="pieceFrames">Length of a piece.</param>
    /// <param name="searchFrames">How far from its nominal position a piece may be.</param>
    public WsolaMatcher(int pieceFrames, int searchFrames)
    {
        _pieceFrames = pieceFrames;
        SearchFrames = searchFrames;
        _products = new float[RoundUp(2 * searchFrames + 1)];
    }

    /// <summary>The bytes of its buffers.</summary>
    public static long Memory(int searchFrames) => RoundUp(2 * searchFrames + 1) * (long)sizeof(float);

    /// <summary>How far from its nominal position a piece may be, in frames.</summary>
    public int SearchFrames { get; }

    /// <summary>Samples that are read after the piece of the last candidate.</summary>
    public const int Padding = ResamplerKernels.ConvolveWidth;

    /// <summary>Returns the best candidate.</summary>
    /// <param name="wanted">What should follow; as long as a piece.</param>
    /// <param name="candidates">The stream from the first candidate on, with the padding.</param>
    /// <param name="lags">
    /// The number of candidates, one frame apart; at most twice <see cref="SearchFrames"/> plus 1.
    /// </param>
    /// <param name="nominal">The candidate at the nominal position; may be out of range.</param>
    /// <returns>0 to <paramref name="lags"/> - 1.</returns>
    public int BestLag(ReadOnlySpan<float> wanted, ReadOnlySpan<float> candidates, int lags, int nominal)
    {
        Span<float> products = _products.AsSpan(0, RoundUp(lags));
        ResamplerKernels.Convolve(wanted, candidates, products);
        double energy = Silence;
        foreach (float sample in candidates[.._pieceFrames])
            energy += (double)sample * sample;
        int best = 0;
        double bestLikeness = double.NegativeInfinity;
        for (int lag = 0; lag < lags; lag++)
        {
            double likeness = products[lag] / Math.Sqrt(Math.Max(energy, Silence));
            likeness -= Math.Abs(likeness) * FarPenalty * Math.Abs(lag - nominal) / SearchFrames;
            if (
                likeness > bestLikeness
                || (likeness == bestLikeness && Math.Abs(lag - nominal) < Math.Abs(best - nominal))
            )
            {
                (best, bestLikeness) = (lag, likeness);
            }

            (double leaving, double coming) = (candidates[lag], candidates[lag + _pieceFrames]);
            energy += coming * coming - leaving * leaving;
        }

        return best;
    }

    private static int RoundUp(int lags) =>
        (lags + ResamplerKernels.ConvolveWidth - 1) / ResamplerKernels.ConvolveWidth * ResamplerKernels.ConvolveWidth;
}
