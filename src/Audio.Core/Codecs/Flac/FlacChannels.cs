using System.Numerics;

namespace Audio.Core.Codecs.Flac;

/// <summary>Which speakers the channels of FLAC are for, as bits of the channel mask of WAVE.</summary>
internal static class FlacChannels
{
    /// <summary>The mask of a number of channels.</summary>
    /// <param name="channels">1 to 8.</param>
    /// <param name="tagged">
    /// What the tag <c>WAVEFORMATEXTENSIBLE_CHANNEL_MASK</c> says (RFC 9639 section 8.6.2); else the layouts of section
    /// 9.1.3 count, which are all in WAVE order.
    /// </param>
    public static uint Speakers(int channels, uint tagged) =>
        BitOperations.PopCount(tagged) == channels
            ? tagged
            : channels switch
            {
                3 => 0x7, // left, right, center
                4 => 0x33, // front and back, left and right
                5 => 0x37,
                6 => 0x3F, // 5.1
                7 => 0x70F, // 5.1 with a back center, and left and right at the sides
                8 => 0x63F, // 7.1
                _ => 0, // mono and stereo: as usual
            };
}
