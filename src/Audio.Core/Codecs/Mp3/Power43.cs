using System.Runtime.CompilerServices;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Values to the power of 4/3.</summary>
internal static class Power43
{
    private const int Count = 129;

    private static readonly float[] Table =
    [
        .. Enumerable.Range(0, Count).Select(static value => (float)Math.Pow(value, 4.0 / 3)),
    ];

    /// <summary>The powers of the values that have no bits behind their codes: 0 to 15.</summary>
    public static ReadOnlySpan<float> Small => Table;

    /// <summary>The power of a value of at most 8206.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(int value)
    {
        float[] table = Table;
        return value < table.Length ? table[value] : OfLarge(value);
    }

    /// <summary>
    /// The series (1 + r)^(4/3) = 1 + 4/3 r + 2/9 r² - 4/81 r³ + ..., where r is at most 1/32: the distance from the
    /// nearest power that is known, because (8 n)^(4/3) = 16 n^(4/3).
    /// </summary>
    private static float OfLarge(int value)
    {
        (int shift, float scale) = value < 8 * (Count - 1) ? (3, 16f) : (6, 256f);
        int near = (value + (1 << shift >> 1)) >> shift;
        float r = (float)(value - (near << shift)) / (near << shift);
        return Table[near] * scale * (1 + r * (4f / 3 + r * (2f / 9 - r * (4f / 81))));
    }
}
