namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// How the samples of each subband of layer II can be quantized: ISO/IEC 11172-3 tables B.2a to B.2d, 13818-3 table
/// B.1.
/// </summary>
internal sealed class LayerIITable
{
    private const int HighestOfLow = 48_000; // bits per second and channel
    private const int HighestOfMiddle = 80_000;

    // The bits of a sample, none for 0; or, negative, those of three samples that are coded together.
    private static readonly sbyte[] Two = [0, -5, -7, 16];
    private static readonly sbyte[] TwoLow = [0, -5, -7, -10];
    private static readonly sbyte[] Three = [0, -5, -7, 3, -10, 4, 5, 16];
    private static readonly sbyte[] ThreeLow = [0, -5, -7, -10, 4, 5, 6, 7];
    private static readonly sbyte[] Four = [0, -5, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    private static readonly sbyte[] FourHigh = [0, -5, -7, 3, -10, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16];
    private static readonly sbyte[] FourLow = [0, -5, -7, -10, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    private static readonly sbyte[] FourOfMpeg2 = [0, -5, -7, 3, -10, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];

    private static readonly LayerIITable Middle = new((3, Four), (8, FourHigh), (12, Three), (4, Two));
    private static readonly LayerIITable High = new((3, Four), (8, FourHigh), (12, Three), (7, Two));
    private static readonly LayerIITable Low = new((2, FourLow), (6, ThreeLow));
    private static readonly LayerIITable LowOf32 = new((2, FourLow), (10, ThreeLow));
    private static readonly LayerIITable OfMpeg2 = new((4, FourOfMpeg2), (7, ThreeLow), (19, TwoLow));

    private readonly sbyte[][] _choices;

    private LayerIITable(params (int Subbands, sbyte[] Choices)[] parts) =>
        _choices = [.. parts.SelectMany(static part => Enumerable.Repeat(part.Choices, part.Subbands))];

    /// <summary>The subbands that are coded at all.</summary>
    public int Subbands => _choices.Length;

    /// <summary>
    /// What a subband's allocation can mean: the bits of a sample, none for 0, or, negative, those of three samples
    /// that are coded together.
    /// </summary>
    public ReadOnlySpan<sbyte> Choices(int subband) => _choices[subband];

    /// <summary>That of a frame.</summary>
    public static LayerIITable Of(MpegHeader header)
    {
        if (!header.IsMpeg1)
            return OfMpeg2;
        int rate = header.IsFree ? int.MaxValue : header.BitRate / header.Channels;
        return (header.SampleRate, rate) switch
        {
            (32_000, <= HighestOfLow) => LowOf32,
            (_, <= HighestOfLow) => Low,
            (48_000, _) or (_, <= HighestOfMiddle) => Middle,
            _ => High,
        };
    }
}
