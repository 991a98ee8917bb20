using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Audio.Core.Codecs.Flac;

/// <summary>What the metadata of a FLAC stream says, RFC 9639 section 8.</summary>
internal sealed class FlacMetadata
{
    /// <summary>The bytes of the header of a block.</summary>
    public const int HeaderLength = 4;

    private const int MaxRead = 64 * 1024; // of a block; a picture is longer
    private const int StreamInfoBlock = 0;
    private const int CommentBlock = 4;
    private const int ForbiddenBlock = 127; // so that no block begins like a frame

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>The STREAMINFO, if there was one.</summary>
    public FlacStreamInfo? StreamInfo { get; private set; }

    /// <summary>Title and artist, and the length.</summary>
    public SoundInfo Info { get; private set; } = new("FLAC");

    /// <summary>The speakers that a tag names; 0: none.</summary>
    public uint Speakers { get; private set; }

    /// <summary>Looks at the header of a block.</summary>
    /// <param name="header">Its bytes.</param>
    /// <param name="needed">The bytes that must be at hand before it is read, with the header.</param>
    /// <param name="length">The bytes of the whole block, with the header.</param>
    /// <returns>Whether it can be a block.</returns>
    public static bool Measure(ReadOnlySpan<byte> header, out int needed, out int length)
    {
        length = HeaderLength + (int)(BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFF_FFFF);
        int type = header[0] & 0x7F;
        needed = type is StreamInfoBlock or CommentBlock ? Math.Min(length, MaxRead) : HeaderLength;
        return type != ForbiddenBlock;
    }

    /// <summary>Whether a block with this header is the last one.</summary>
    public static bool IsLast(ReadOnlySpan<byte> header) => (header[0] & 0x80) != 0;

    /// <summary>Reads a block.</summary>
    /// <param name="block">As many bytes of it as are needed.</param>
    public void Read(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> content = block[HeaderLength..];
        switch (block[0] & 0x7F)
        {
            case StreamInfoBlock:
                StreamInfo = FlacStreamInfo.Read(content) ?? StreamInfo;
                Info = Info with { Frames = StreamInfo?.Frames };
                break;
            case CommentBlock:
                Info = VorbisComments.AddTo(Info, content);
                Speakers = SpeakersOf(content);
                break;
        }
    }

    /// <summary>Hexadecimal, RFC 9639 section 8.6.2.</summary>
    private static uint SpeakersOf(ReadOnlySpan<byte> comments)
    {
        ReadOnlySpan<byte> name = "WAVEFORMATEXTENSIBLE_CHANNEL_MASK=0x"u8;
        int at = comments.IndexOf(name);
        if (at < 0)
            return 0;
        ReadOnlySpan<byte> digits = comments[(at + name.Length)..];
        int length = digits.IndexOfAnyExcept(Digits);
        ReadOnlySpan<byte> number = length < 0 ? digits : digits[..length];
        return uint.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint mask)
            ? mask
            : 0;
    }
}
