using System.Buffers.Binary;

namespace Audio.Fuzz;

/// <summary>
/// Gives the pages of a mutated Ogg stream the checksums that they should have: otherwise nothing behind the container
/// would ever be reached.
/// </summary>
internal static class OggChecksums
{
    private const int HeaderBytes = 27;
    private const int CrcOffset = 22;

    /// <summary>The stream with right checksums.</summary>
    public static byte[] Repair(byte[] stream)
    {
        byte[] repaired = [.. stream];
        int at = Find(repaired, 0);
        while (at >= 0)
        {
            Span<byte> page = PageAt(repaired.AsSpan(at));
            if (!page.IsEmpty)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(page[CrcOffset..], 0);
                BinaryPrimitives.WriteUInt32LittleEndian(page[CrcOffset..], Crc(page));
            }

            at = Find(repaired, at + Math.Max(1, page.Length));
        }

        return repaired;
    }

    private static int Find(byte[] stream, int from)
    {
        int at = stream.AsSpan(from).IndexOf("OggS"u8);
        return at < 0 ? -1 : from + at;
    }

    private static Span<byte> PageAt(Span<byte> rest)
    {
        if (rest.Length < HeaderBytes || rest.Length < HeaderBytes + rest[HeaderBytes - 1])
            return [];
        int length = HeaderBytes + rest[HeaderBytes - 1];
        foreach (byte segment in rest[HeaderBytes..length])
            length += segment;
        return length <= rest.Length ? rest[..length] : [];
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
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
