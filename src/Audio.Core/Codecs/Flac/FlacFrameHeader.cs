using System.Numerics;

namespace Audio.Core.Codecs.Flac;

/// <summary>The header of a frame, RFC 9639 section 9.1.</summary>
/// <param name="Length">Its bytes, with the checksum.</param>
/// <param name="BlockSize">Samples per channel.</param>
/// <param name="SampleRate">In hertz; 0: the stream's.</param>
/// <param name="Channels">1 to 8.</param>
/// <param name="Stereo">How the two channels of a stereo frame are stored.</param>
/// <param name="Bits">Per sample; 0: the stream's.</param>
/// <param name="IsVariable">Whether <see cref="Number"/> counts samples per channel, not frames.</param>
/// <param name="Number">Which frame or sample of the stream this is.</param>
internal readonly record struct FlacFrameHeader(
    int Length,
    int BlockSize,
    int SampleRate,
    int Channels,
    FlacStereo Stereo,
    int Bits,
    bool IsVariable,
    long Number
)
{
    /// <summary>The longest header: 4 bytes, 7 of a number, 2 of a block size, 2 of a rate, and a checksum.</summary>
    public const int MaxLength = 16;

    /// <summary>Whether a frame may begin with these two bytes.</summary>
    public static bool IsSync(byte first, byte second) => first == 0xFF && (second & 0xFE) == 0xF8;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">What begins where the frame may begin.</param>
    /// <param name="header">The header, if it is whole and correct.</param>
    public static FlacFrameState Read(ReadOnlySpan<byte> bytes, out FlacFrameHeader header)
    {
        header = default;
        if (bytes.Length < 5)
            return FlacFrameState.Incomplete;
        int blockCode = bytes[2] >> 4;
        int rateCode = bytes[2] & 15;
        int layout = bytes[3] >> 4;
        int bits = SampleBits(bytes[3] >> 1 & 7);
        int numberBytes = NumberBytes(bytes[4]);
        bool isVariable = (bytes[1] & 1) != 0;
        if (
            !IsSync(bytes[0], bytes[1])
            || blockCode == 0
            || rateCode == 15
            || layout > 10
            || bits < 0
            || (bytes[3] & 1) != 0
            || numberBytes == 0
            || (numberBytes == 7 && !isVariable)
        )
        {
            return FlacFrameState.Damaged;
        }

        int at = 4 + numberBytes;
        int blockBytes = Math.Clamp(blockCode - 5, 0, blockCode > 7 ? 0 : 2);
        int rateBytes =
            rateCode < 12 ? 0
            : rateCode == 12 ? 1
            : 2;
        int length = at + blockBytes + rateBytes + 1;
        if (bytes.Length < length)
            return FlacFrameState.Incomplete;
        if (FlacCrc.Crc8(bytes[..(length - 1)]) != bytes[length - 1])
            return FlacFrameState.Damaged;
        int blockSize = blockBytes > 0 ? BigEndian(bytes.Slice(at, blockBytes)) + 1 : BlockSizeOf(blockCode);
        int rate = rateBytes > 0 ? BigEndian(bytes.Slice(at + blockBytes, rateBytes)) : RateOf(rateCode);
        header = new FlacFrameHeader(
            length,
            blockSize,
            rateCode switch
            {
                12 => 1000 * rate,
                14 => 10 * rate,
                _ => rate,
            },
            layout < 8 ? layout + 1 : 2,
            layout < 8 ? FlacStereo.Independent : (FlacStereo)(layout - 7),
            bits,
            isVariable,
            CodedNumber(bytes.Slice(4, numberBytes))
        );
        // 65,536 samples are forbidden, and a rate of 0 is that of no sound.
        bool isPlayable = blockSize < 65_536 && (rateCode == 0 || header.SampleRate > 0);
        return isPlayable && header.Number >= 0 ? FlacFrameState.Whole : FlacFrameState.Damaged;
    }

    private static int SampleBits(int code) =>
        code switch
        {
            0 => 0,
            1 => 8,
            2 => 12,
            4 => 16,
            5 => 20,
            6 => 24,
            7 => 32,
            _ => -1,
        };

    private static int BlockSizeOf(int code) =>
        code switch
        {
            1 => 192,
            < 6 => 144 << code,
            _ => 1 << code,
        };

    private static int RateOf(int code) =>
        code switch
        {
            1 => 88_200,
            2 => 176_400,
            3 => 192_000,
            4 => 8_000,
            5 => 16_000,
            6 => 22_050,
            7 => 24_000,
            8 => 32_000,
            9 => 44_100,
            10 => 48_000,
            11 => 96_000,
            _ => 0,
        };

    /// <summary>The bytes of a number that is coded like UTF-8, extended to 36 bits; 0: it is not.</summary>
    private static int NumberBytes(byte first) =>
        BitOperations.LeadingZeroCount((uint)(byte)~first << 24) switch
        {
            0 => 1,
            >= 2 and <= 7 and int ones => ones,
            _ => 0,
        };

    private static long CodedNumber(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 1)
            return bytes[0];
        long number = bytes[0] & (0x7F >> bytes.Length);
        foreach (byte next in bytes[1..])
        {
            if ((next & 0xC0) != 0x80)
                return -1;
            number = number << 6 | (uint)(next & 0x3F);
        }
        return number;
    }

    private static int BigEndian(ReadOnlySpan<byte> bytes) => bytes.Length == 1 ? bytes[0] : bytes[0] << 8 | bytes[1];
}
