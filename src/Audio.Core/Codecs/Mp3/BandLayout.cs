namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The scale factor bands of a granule, in the order in which their scale factors and values come: ISO/IEC 11172-3
/// table B.8, 13818-3 table B.2, and LAME for 8 kHz. A band of short blocks has three windows, one behind another.
/// </summary>
internal sealed class BandLayout
{
    /// <summary>The most bands, those of the windows counted.</summary>
    public const int MaxBands = Windows * ShortBands;

    /// <summary>Short blocks in one granule.</summary>
    public const int Windows = 3;

    private const int ShortBands = 13;
    private const int MixedShortStart = 3; // where the bands of short blocks begin behind those of long ones
    private const int Rates = 9; // of MPEG 1, 2 and 2.5

    private static readonly byte[][] LongWidths =
    [
        [4, 4, 4, 4, 4, 4, 6, 6, 8, 8, 10, 12, 16, 20, 24, 28, 34, 42, 50, 54, 76, 158],
        [4, 4, 4, 4, 4, 4, 6, 6, 6, 8, 10, 12, 16, 18, 22, 28, 34, 40, 46, 54, 54, 192],
        [4, 4, 4, 4, 4, 4, 6, 6, 8, 10, 12, 16, 20, 24, 30, 38, 46, 56, 68, 84, 102, 26],
        [6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54],
        [6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 18, 22, 26, 32, 38, 46, 52, 64, 70, 76, 36],
        [6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54],
        [6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54],
        [6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54],
        [12, 12, 12, 12, 12, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 76, 90, 2, 2, 2, 2, 2],
    ];

    private static readonly byte[][] ShortWidths =
    [
        [4, 4, 4, 4, 6, 8, 10, 12, 14, 18, 22, 30, 56],
        [4, 4, 4, 4, 6, 6, 10, 12, 14, 16, 20, 26, 66],
        [4, 4, 4, 4, 6, 8, 12, 16, 20, 26, 34, 42, 12],
        [4, 4, 4, 6, 6, 8, 10, 14, 18, 26, 32, 42, 18],
        [4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 32, 44, 12],
        [4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18],
        [4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18],
        [4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18],
        [8, 8, 8, 12, 16, 20, 24, 28, 36, 2, 2, 2, 26],
    ];

    private static readonly BandLayout[] Long = [.. Enumerable.Range(0, Rates).Select(Make(isShort: false, false))];
    private static readonly BandLayout[] Short = [.. Enumerable.Range(0, Rates).Select(Make(isShort: true, false))];
    private static readonly BandLayout[] Mixed = [.. Enumerable.Range(0, Rates).Select(Make(isShort: true, true))];

    private BandLayout(byte[] longWidths, byte[] shortWidths)
    {
        LongBands = longWidths.Length;
        Widths = [.. longWidths, .. shortWidths.SelectMany(static width => Enumerable.Repeat(width, Windows))];
        int start = 0;
        Starts = [0, .. Widths.Select(width => (short)(start += width))];
    }

    /// <summary>How many bands are of long blocks; those behind are of short ones.</summary>
    public int LongBands { get; }

    /// <summary>How many bands there are.</summary>
    public int Count => Widths.Length;

    /// <summary>How many bands, at the end, have no scale factor of their own.</summary>
    public int WithoutScaleFactor => LongBands < Count ? Windows : 1;

    /// <summary>How many values each band has: an even number.</summary>
    public byte[] Widths { get; }

    /// <summary>Where each band begins, and where the last one ends.</summary>
    public short[] Starts { get; }

    /// <summary>That of a granule.</summary>
    public static BandLayout Of(MpegHeader header, bool isShort, bool isMixed)
    {
        BandLayout[] layouts = (isShort, isMixed) switch
        {
            (false, _) => Long,
            (true, false) => Short,
            _ => Mixed,
        };
        return layouts[header.RateIndex];
    }

    private static Func<int, BandLayout> Make(bool isShort, bool isMixed) =>
        rate => new BandLayout(
            !isShort ? LongWidths[rate]
                : isMixed ? LongWidths[rate][..(rate < 3 ? 8 : 6)]
                : [],
            !isShort ? [] : ShortWidths[rate][(isMixed ? MixedShortStart : 0)..]
        );
}
