namespace Audio.Core.Codecs.Mp3;

/// <summary>The side information of a frame of layer III, ISO/IEC 11172-3 and 13818-3 section 2.4.1.7.</summary>
internal readonly ref struct SideInformation
{
    /// <summary>The most parts: two granules of two channels.</summary>
    public const int MaxParts = 4;

    private SideInformation(MpegHeader header, ReadOnlySpan<byte> bytes, Span<GranuleSide> parts)
    {
        bool isMpeg1 = header.IsMpeg1;
        int channels = header.Channels;
        var reader = new BitReader(bytes);
        Begin = reader.Read(isMpeg1 ? 9 : 8);
        reader.Skip(
            (isMpeg1, channels) switch // private bits
            {
                (true, 1) => 5,
                (true, _) => 3,
                (false, _) => channels,
            }
        );
        Shared = isMpeg1 ? reader.Read(4 * channels) : 0;
        Parts = parts[..(header.Granules * channels)];
        IsValid = true;
        foreach (ref GranuleSide part in parts[..(header.Granules * channels)])
        {
            part = GranuleSide.Read(header, ref reader);
            Bits += part.Bits;
            IsValid &= part.IsValid;
        }
    }

    /// <summary>Whether there is nothing in it that no encoder writes.</summary>
    public bool IsValid { get; }

    /// <summary>How many bytes before the frame's own main data its main data begin.</summary>
    public int Begin { get; }

    /// <summary>The bits of its main data.</summary>
    public int Bits { get; }

    /// <summary>
    /// Four bits for each channel, the last one's lowest: which groups of bands of the second granule have the scale
    /// factors of the first.
    /// </summary>
    public int Shared { get; }

    /// <summary>Each granule's channels.</summary>
    public ReadOnlySpan<GranuleSide> Parts { get; }

    /// <summary>Reads it.</summary>
    /// <param name="header">Of the frame.</param>
    /// <param name="bytes">The side information.</param>
    /// <param name="parts">Room for <see cref="MaxParts"/>.</param>
    public static SideInformation Read(MpegHeader header, ReadOnlySpan<byte> bytes, Span<GranuleSide> parts) =>
        new(header, bytes, parts);
}
