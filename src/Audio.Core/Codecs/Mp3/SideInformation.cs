using NLayer;

namespace Audio.Core.Codecs.Mp3;

/// <summary>What the side information of a layer III frame says about its main data, ISO/IEC 11172-3 2.4.1.7.</summary>
/// <param name="IsValid">Whether there is nothing in it that no encoder writes.</param>
/// <param name="Begin">How many bytes before the frame's own main data its main data begin.</param>
/// <param name="Bits">The bits of its main data.</param>
internal readonly record struct SideInformation(bool IsValid, int Begin, int Bits)
{
    private const int MaxPairs = 288; // of 576 values

    /// <summary>Reads it.</summary>
    public static SideInformation Read(MpegHeader header, ReadOnlySpan<byte> bytes)
    {
        bool isFirst = header.Version == MpegVersion.Version1;
        int channels = header.Channels;
        var reader = new BitReader(bytes);
        int begin = reader.Read(isFirst ? 9 : 8);
        reader.Skip(
            (isFirst, channels) switch
            {
                (true, 1) => 5 + 4, // private bits, and which scale factors are shared
                (true, _) => 3 + 8,
                (false, 1) => 1,
                _ => 2,
            }
        );
        bool isValid = true;
        int bits = 0;
        for (int part = (isFirst ? 2 : 1) * channels; part > 0; part--)
        {
            bits += reader.Read(12);
            isValid &= reader.Read(9) <= MaxPairs;
            reader.Skip(isFirst ? 8 + 4 : 8 + 9); // gain, and the lengths of scale factors
            bool isSwitched = reader.Read(1) != 0;
            int blockType = reader.Read(2);
            isValid &= !isSwitched || blockType != 0;
            reader.Skip(isFirst ? 20 + 3 : 20 + 2);
        }
        return new SideInformation(isValid, begin, bits);
    }
}
