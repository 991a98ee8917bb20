using System.Buffers.Binary;

namespace Audio.Core.Codecs.Foreign;

/// <summary>The boxes at the top of an MP4 file (ISO/IEC 14496-12, 4.2).</summary>
internal static class Mp4Boxes
{
    /// <summary>
    /// Whether the samples (<c>mdat</c>) come before the box that says where they are (<c>moov</c>), as far as can be
    /// seen.
    /// </summary>
    public static bool SamplesComeFirst(ReadOnlySpan<byte> start)
    {
        while (start.Length >= 8)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(start);
            ReadOnlySpan<byte> type = start[4..8];
            if (type.SequenceEqual("mdat"u8))
                return true;
            if (type.SequenceEqual("moov"u8) || size < 8 || size > start.Length)
                return false;
            start = start[(int)size..];
        }

        return false;
    }
}
