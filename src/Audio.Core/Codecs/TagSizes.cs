using System.Buffers.Binary;

namespace Audio.Core.Codecs;

/// <summary>Tags that are no sound, in front of streams and behind them.</summary>
internal static class TagSizes
{
    /// <summary>The most bytes that <see cref="Measure"/> needs.</summary>
    public const int MaxHeader = 32;

    /// <summary>Bytes of the header of an ID3v2 tag.</summary>
    public const int Id3v2Header = 10;

    private const int Id3v1 = 128;
    private const int ApeHeader = 32;

    /// <summary>How long the tag is that begins here.</summary>
    /// <param name="bytes">The bytes so far.</param>
    /// <returns>0: none does; -1: more bytes must come to say.</returns>
    public static long Measure(ReadOnlySpan<byte> bytes)
    {
        if (Begins(bytes, "ID3"u8))
            return bytes.Length < Id3v2Header ? -1 : Id3v2Size(bytes);
        if (Begins(bytes, "TAG"u8))
            return bytes.Length < 3 ? -1 : Id3v1;
        if (Begins(bytes, "APETAGEX"u8))
            return bytes.Length < ApeHeader ? -1 : ApeSize(bytes);
        return 0;
    }

    /// <summary>Whether the bytes begin with a word, as far as they go.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word)
    {
        int length = Math.Min(bytes.Length, word.Length);
        return bytes[..length].SequenceEqual(word[..length]);
    }

    // ID3v2.4 section 3.1: a size in four bytes of seven bits, without the header, and without the footer.
    private static long Id3v2Size(ReadOnlySpan<byte> bytes)
    {
        if (bytes[3] == 0xFF || bytes[4] == 0xFF || ((bytes[6] | bytes[7] | bytes[8] | bytes[9]) & 0x80) != 0)
            return 0;
        int size = bytes[6] << 21 | bytes[7] << 14 | bytes[8] << 7 | bytes[9];
        bool hasFooter = (bytes[5] & 0x10) != 0;
        return Id3v2Header + size + (hasFooter ? Id3v2Header : 0);
    }

    // The size of an APEv2 tag counts its items and its footer, which looks like its header.
    private static long ApeSize(ReadOnlySpan<byte> bytes)
    {
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        bool isHeader = (bytes[23] & 0x20) != 0;
        return ApeHeader + (isHeader ? Math.Min(size, int.MaxValue) : 0);
    }
}
