namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// Reads the scale factors of a channel of a granule: one for each band, ISO/IEC 11172-3 section 2.4.2.7 and 13818-3
/// section 2.4.3.2.
/// </summary>
internal static class ScaleFactors
{
    private const int LongGroups = 4;
    private const int FirstNone = 7; // of MPEG 1: from here on, a position stands for no intensity stereo

    // How many scale factors of MPEG 2 have each of four lengths, in long, short and mixed blocks.
    private static readonly byte[][] Counts2 =
    [
        [6, 5, 5, 5, 9, 9, 9, 9, 6, 9, 9, 9],
        [6, 5, 7, 3, 9, 9, 12, 6, 6, 9, 12, 6],
        [11, 10, 0, 0, 18, 18, 0, 0, 15, 18, 0, 0],
        [7, 7, 7, 0, 12, 12, 12, 0, 6, 15, 12, 0],
        [6, 6, 6, 3, 12, 9, 9, 6, 6, 12, 9, 6],
        [8, 8, 5, 0, 15, 12, 9, 0, 6, 18, 9, 0],
    ];

    private static ReadOnlySpan<byte> LowerBits => [0, 0, 0, 0, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4];

    private static ReadOnlySpan<byte> UpperBits => [0, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3, 1, 2, 3, 2, 3];

    private static ReadOnlySpan<byte> GroupStarts => [0, 6, 11, 16, 21];

    /// <summary>Reads those of MPEG 1.</summary>
    /// <param name="side">The side information.</param>
    /// <param name="layout">The bands.</param>
    /// <param name="shared">A bit for each group of bands, the first one's highest: whether it stays as it is.</param>
    /// <param name="reader">Where they begin.</param>
    /// <param name="factors">Those of the granule before; to be replaced.</param>
    public static void Read1(
        in GranuleSide side,
        BandLayout layout,
        int shared,
        ref BitReader reader,
        Span<byte> factors
    )
    {
        int lower = LowerBits[side.Compress];
        int upper = UpperBits[side.Compress];
        int count = layout.Count - layout.WithoutScaleFactor;
        if (side.IsShort)
        {
            // The upper ones are those of the last six bands.
            int first = count - 6 * BandLayout.Windows;
            Fill(factors[..first], lower, ref reader);
            Fill(factors[first..count], upper, ref reader);
        }
        else
        {
            for (int group = 0; group < LongGroups; group++)
            {
                Span<byte> part = factors[GroupStarts[group]..GroupStarts[group + 1]];
                if ((shared & 8 >> group) == 0)
                    Fill(part, group < 2 ? lower : upper, ref reader);
            }
        }
        factors[count..].Clear();
    }

    /// <summary>Reads those of MPEG 2.</summary>
    /// <param name="side">The side information.</param>
    /// <param name="isIntensity">Whether it is the right channel of a frame with intensity stereo.</param>
    /// <param name="reader">Where they begin.</param>
    /// <param name="factors">The room for them.</param>
    /// <param name="nones">The position of each band that stands for no intensity stereo; 255: none does.</param>
    /// <returns>Whether the scale factors of the upper bands are larger.</returns>
    public static bool Read2(
        in GranuleSide side,
        bool isIntensity,
        ref BitReader reader,
        Span<byte> factors,
        Span<byte> nones
    )
    {
        int code = isIntensity ? side.Compress >> 1 : side.Compress;
        (int row, int bits0, int bits1, int bits2, int bits3) = (isIntensity, code) switch
        {
            (false, < 400) => (0, (code >> 4) / 5, (code >> 4) % 5, code >> 2 & 3, code & 3),
            (false, < 500) => (1, (code - 400 >> 2) / 5, (code - 400 >> 2) % 5, code & 3, 0),
            (false, _) => (2, (code - 500) / 3, (code - 500) % 3, 0, 0),
            (true, < 180) => (3, code / 36, code % 36 / 6, code % 6, 0),
            (true, < 244) => (4, code - 180 >> 4, code - 180 >> 2 & 3, code - 180 & 3, 0),
            (true, _) => (5, (code - 244) / 3, (code - 244) % 3, 0, 0),
        };
        int kind =
            !side.IsShort ? 0
            : side.IsMixed ? 2
            : 1;
        ReadOnlySpan<byte> counts = Counts2[row].AsSpan(LongGroups * kind, LongGroups);
        ReadOnlySpan<int> widths = [bits0, bits1, bits2, bits3];
        int start = 0;
        for (int group = 0; group < LongGroups; group++)
        {
            Fill(factors.Slice(start, counts[group]), widths[group], ref reader);
            nones
                .Slice(start, counts[group])
                .Fill((byte)(widths[group] > 0 ? (1 << widths[group]) - 1 : byte.MaxValue));
            start += counts[group];
        }
        factors[start..].Clear();
        return row == 2;
    }

    /// <summary>Says which positions of MPEG 1 stand for no intensity stereo.</summary>
    public static bool IsNone1(int position) => position >= FirstNone;

    private static void Fill(Span<byte> factors, int bits, ref BitReader reader)
    {
        foreach (ref byte factor in factors)
            factor = (byte)reader.Read(bits);
    }
}
