using System.Buffers.Binary;

namespace Audio.Core.Tests.Codecs.Ogg;

/// <summary>A page of Ogg, to take files apart and to put them together in other ways.</summary>
internal sealed record OggPage(byte Flags, long Granule, uint Serial, uint Sequence, byte[] Lacing, byte[] Body)
{
    private const int HeaderBytes = 27;

    /// <summary>A page of whole packets.</summary>
    public static OggPage Of(byte flags, long granule, uint serial, uint sequence, params byte[][] packets) =>
        new(
            flags,
            granule,
            serial,
            sequence,
            [.. packets.SelectMany(packet => LacingOf(packet.Length))],
            [.. packets.SelectMany(packet => packet)]
        );

    /// <summary>The pages of a file.</summary>
    public static List<OggPage> Read(ReadOnlySpan<byte> file)
    {
        var pages = new List<OggPage>();
        while (!file.IsEmpty)
        {
            byte[] lacing = file.Slice(HeaderBytes, file[HeaderBytes - 1]).ToArray();
            int bodyAt = HeaderBytes + lacing.Length;
            int end = bodyAt + lacing.Sum(length => length);
            pages.Add(
                new OggPage(
                    file[5],
                    BinaryPrimitives.ReadInt64LittleEndian(file[6..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(file[14..]),
                    BinaryPrimitives.ReadUInt32LittleEndian(file[18..]),
                    lacing,
                    file[bodyAt..end].ToArray()
                )
            );
            file = file[end..];
        }

        return pages;
    }

    /// <summary>The file of some pages.</summary>
    public static byte[] Join(IEnumerable<OggPage> pages) => [.. pages.SelectMany(page => page.ToBytes())];

    /// <summary>The page in a file.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = [.. new byte[HeaderBytes], .. Lacing, .. Body];
        "OggS"u8.CopyTo(bytes);
        bytes[5] = Flags;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(6), Granule);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(14), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(18), Sequence);
        bytes[HeaderBytes - 1] = (byte)Lacing.Length;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(22), Crc(bytes));
        return bytes;
    }

    private static byte[] LacingOf(int length) => [.. Enumerable.Repeat((byte)255, length / 255), (byte)(length % 255)];

    // Bit by bit, as RFC 3533 says it.
    private static uint Crc(byte[] bytes)
    {
        uint crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc >> 31) * 0x04C1_1DB7);
        }

        return crc;
    }
}
