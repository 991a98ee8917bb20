using System.Buffers.Binary;
using System.Text;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Reads title and artist of an ID3v2 tag: versions 2 to 4.</summary>
internal static class Id3v2
{
    private const int HeaderLength = 10;
    private const int Unsynchronized = 0x80;
    private const int Extended = 0x40;

    /// <summary>Adds what the tag says.</summary>
    /// <param name="info">What is known.</param>
    /// <param name="tag">The tag from its header on; its end may be missing.</param>
    public static SoundInfo AddTo(SoundInfo info, ReadOnlySpan<byte> tag)
    {
        if (tag.Length < HeaderLength || !tag.StartsWith("ID3"u8))
            return info;
        int version = tag[3];
        int flags = tag[5];
        ReadOnlySpan<byte> content = tag[HeaderLength..];
        if ((flags & Unsynchronized) != 0 && version < 4)
            content = Resynchronize(content);
        if ((flags & Extended) != 0 && version > 2)
            content = BehindExtension(content, version);
        bool isShort = version == 2;
        int header = isShort ? 6 : 10;
        while (content.Length > header && content[0] != 0)
        {
            int size = SizeOf(content, version);
            if (size < 0 || size > content.Length - header)
                break;
            ReadOnlySpan<byte> id = content[..(isShort ? 3 : 4)];
            ReadOnlySpan<byte> value = content.Slice(header, size);
            if (id.SequenceEqual("TIT2"u8) || id.SequenceEqual("TT2"u8))
                info = info with { Title = Text(value) ?? info.Title };
            else if (id.SequenceEqual("TPE1"u8) || id.SequenceEqual("TP1"u8))
                info = info with { Artist = Text(value) ?? info.Artist };
            content = content[(header + size)..];
        }
        return info;
    }

    private static int SizeOf(ReadOnlySpan<byte> frame, int version) =>
        version switch
        {
            2 => frame[3] << 16 | frame[4] << 8 | frame[5],
            3 => BinaryPrimitives.ReadInt32BigEndian(frame[4..]),
            _ => SevenBits(frame[4..]),
        };

    private static int SevenBits(ReadOnlySpan<byte> bytes) =>
        (bytes[0] & 0x7F) << 21 | (bytes[1] & 0x7F) << 14 | (bytes[2] & 0x7F) << 7 | bytes[3] & 0x7F;

    /// <summary>In version 3 the size of the extended header does not count itself.</summary>
    private static ReadOnlySpan<byte> BehindExtension(ReadOnlySpan<byte> content, int version)
    {
        if (content.Length < 4)
            return default;
        long size = version == 3 ? 4 + (long)BinaryPrimitives.ReadUInt32BigEndian(content) : SevenBits(content);
        return size <= content.Length ? content[(int)size..] : default;
    }

    /// <summary>Removes the zeros that keep the tag from looking like sound: one behind each byte of ones.</summary>
    private static byte[] Resynchronize(ReadOnlySpan<byte> content)
    {
        byte[] bytes = new byte[content.Length];
        int length = 0;
        for (int i = 0; i < content.Length; i++)
        {
            bytes[length++] = content[i];
            if (content[i] == 0xFF && i + 1 < content.Length && content[i + 1] == 0)
                i++;
        }
        return bytes[..length];
    }

    private static string? Text(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return null;
        ReadOnlySpan<byte> bytes = value.Slice(1, Math.Min(value.Length - 1, SoundText.MaxBytes));
        string text = value[0] switch
        {
            0 => Encoding.Latin1.GetString(bytes),
            1 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) => Encoding.BigEndianUnicode.GetString(
                bytes[2..]
            ),
            1 when bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) => Encoding.Unicode.GetString(bytes[2..]),
            1 => Encoding.Unicode.GetString(bytes),
            2 => Encoding.BigEndianUnicode.GetString(bytes),
            _ => Encoding.UTF8.GetString(bytes),
        };
        return SoundText.Clean(text);
    }
}
