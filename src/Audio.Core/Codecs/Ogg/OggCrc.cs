using System.Buffers.Binary;

namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// The checksum of a page (RFC 3533, 6): polynomial 0x04C11DB7, highest bit first, from 0, nothing inverted. Eight
/// bytes at a time, by a table for each.
/// </summary>
internal static class OggCrc
{
    private const uint Polynomial = 0x04C1_1DB7;
    private const int Stride = 8;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>Continues a checksum.</summary>
    /// <param name="crc">Of the bytes before; 0 at the beginning.</param>
    /// <param name="bytes">The next bytes.</param>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        while (bytes.Length >= Stride)
        {
            uint high = crc ^ BinaryPrimitives.ReadUInt32BigEndian(bytes);
            uint low = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            crc =
                tables[(7 << 8) + (int)(high >> 24)]
                ^ tables[(6 << 8) + (byte)(high >> 16)]
                ^ tables[(5 << 8) + (byte)(high >> 8)]
                ^ tables[(4 << 8) + (byte)high]
                ^ tables[(3 << 8) + (int)(low >> 24)]
                ^ tables[(2 << 8) + (byte)(low >> 16)]
                ^ tables[(1 << 8) + (byte)(low >> 8)]
                ^ tables[(byte)low];
            bytes = bytes[Stride..];
        }

        foreach (byte value in bytes)
            crc = (crc << 8) ^ tables[(byte)((crc >> 24) ^ value)];
        return crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[Stride * 256];
        for (uint value = 0; value < 256; value++)
        {
            uint crc = value << 24;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc >> 31) * Polynomial);
            tables[value] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] << 8) ^ tables[tables[i - 256] >> 24];
        return tables;
    }
}
