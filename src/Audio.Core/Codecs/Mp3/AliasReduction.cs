using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Undoes the aliasing between neighbouring subbands of long blocks, ISO/IEC 11172-3 section 2.4.3.4.10.1.
/// </summary>
internal static class AliasReduction
{
    private const int Width = 18; // of a subband
    private const int Butterflies = 8; // of the values at each side of an edge

    private static readonly double[] Coefficients = [-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037];
    private static readonly float[] Cosines = [.. Coefficients.Select(static c => (float)(1 / Math.Sqrt(1 + c * c)))];
    private static readonly float[] Sines = [.. Coefficients.Select(static c => (float)(c / Math.Sqrt(1 + c * c)))];

    /// <summary>Undoes it at the upper edges of the first subbands.</summary>
    public static void Apply(Span<float> values, int edges)
    {
        for (int edge = 1; edge <= edges; edge++)
        {
            Span<float> lower = values.Slice(edge * Width - Butterflies, Butterflies);
            Span<float> upper = values.Slice(edge * Width, Butterflies);
            for (int i = 0; i < Butterflies; i += Vector128<float>.Count)
            {
                int mirrored = Butterflies - Vector128<float>.Count - i;
                var cosine = Vector128.Create(Cosines.AsSpan(i));
                var sine = Vector128.Create(Sines.AsSpan(i));
                var down = Vector128.Shuffle(Vector128.Create<float>(lower[mirrored..]), Vector128.Create(3, 2, 1, 0));
                var up = Vector128.Create<float>(upper[i..]);
                Vector128.Shuffle(down * cosine - up * sine, Vector128.Create(3, 2, 1, 0)).CopyTo(lower[mirrored..]);
                (up * cosine + down * sine).CopyTo(upper[i..]);
            }
        }
    }
}
