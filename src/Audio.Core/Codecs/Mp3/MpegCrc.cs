namespace Audio.Core.Codecs.Mp3;

/// <summary>The checksum of a frame's header and side information, ISO/IEC 11172-3 section 2.4.3.1.</summary>
internal static class MpegCrc
{
    /// <summary>Its value before the first byte.</summary>
    public const int Start = 0xFFFF;

    private const int Polynomial = 0x8005;

    /// <summary>Adds bytes.</summary>
    public static int Add(int crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            crc ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1 ^ Polynomial) & 0xFFFF : crc << 1;
        }
        return crc;
    }
}
