namespace Audio.Core.Codecs.Flac;

/// <summary>The checksums of a frame, RFC 9639 sections 9.1.8 and 9.3: both start at 0, highest bit first.</summary>
internal static class FlacCrc
{
    private static readonly byte[] Table8 =
    [
        .. Enumerable.Range(0, 256).Select(static value => (byte)Remainder(value, 8, 0x07)),
    ];

    private static readonly ushort[] Table16 =
    [
        .. Enumerable.Range(0, 256).Select(static value => (ushort)Remainder(value << 8, 16, 0x8005)),
    ];

    /// <summary>The checksum of a frame's header.</summary>
    public static byte Crc8(ReadOnlySpan<byte> bytes)
    {
        byte[] table = Table8;
        byte crc = 0;
        foreach (byte value in bytes)
            crc = table[crc ^ value];
        return crc;
    }

    /// <summary>The checksum of a whole frame.</summary>
    public static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        ushort[] table = Table16;
        int crc = 0;
        foreach (byte value in bytes)
            crc = (crc << 8 & 0xFF00) ^ table[crc >> 8 ^ value];
        return (ushort)crc;
    }

    private static int Remainder(int value, int bits, int polynomial)
    {
        for (int i = 0; i < 8; i++)
            value = (value & (1 << (bits - 1))) != 0 ? value << 1 ^ polynomial : value << 1;
        return value & ((1 << bits) - 1);
    }
}
