using System.Buffers.Binary;

namespace Audio.Core.Codecs.Flac;

/// <summary>The STREAMINFO of a FLAC stream, RFC 9639 section 8.2.</summary>
/// <param name="MinBlock">Samples per channel of the shortest block but the last.</param>
/// <param name="MaxBlock">Samples per channel of the longest block.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">1 to 8.</param>
/// <param name="Bits">Per sample, 4 to 32.</param>
/// <param name="Frames">Samples per channel in the whole stream; <see langword="null"/>: unknown.</param>
internal readonly record struct FlacStreamInfo(
    int MinBlock,
    int MaxBlock,
    int SampleRate,
    int Channels,
    int Bits,
    long? Frames
)
{
    /// <summary>The bytes of the metadata block without its header.</summary>
    public const int Length = 34;

    /// <summary>The highest sampling rate that is played, in hertz.</summary>
    public const int MaxRate = 768_000;

    /// <summary>Reads the block.</summary>
    /// <param name="block">Its bytes without the header of the metadata block.</param>
    /// <returns><see langword="null"/>: it is too short, or describes no sound.</returns>
    public static FlacStreamInfo? Read(ReadOnlySpan<byte> block)
    {
        if (block.Length < Length)
            return null;
        ulong packed = BinaryPrimitives.ReadUInt64BigEndian(block[10..]);
        long frames = (long)(packed & 0xF_FFFF_FFFF);
        var info = new FlacStreamInfo(
            BinaryPrimitives.ReadUInt16BigEndian(block),
            BinaryPrimitives.ReadUInt16BigEndian(block[2..]),
            (int)(packed >> 44),
            (int)(packed >> 41 & 7) + 1,
            (int)(packed >> 36 & 31) + 1,
            frames == 0 ? null : frames
        );
        bool isSound =
            info is { SampleRate: > 0 and <= MaxRate, Bits: >= 4, MaxBlock: >= 16 } && info.MinBlock <= info.MaxBlock;
        return isSound ? info : null;
    }
}
