using NAudio.Wave;

namespace Audio.Core.Codecs.Mp3;

/// <summary>The header of a frame of MPEG audio, ISO/IEC 11172-3 section 2.4.1.3, layers II and III.</summary>
/// <param name="Version">MPEG 1, 2 or 2.5.</param>
/// <param name="Layer">II or III.</param>
/// <param name="HasCrc">Whether a checksum of two bytes follows.</param>
/// <param name="BitRateIndex">0: the bit rate is free, and the length is not known.</param>
/// <param name="BitRate">In bits per second; 0: free.</param>
/// <param name="SampleRateIndex">0 to 2.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Padding">0 or 1 byte.</param>
/// <param name="Mode">The channels and how they are stored.</param>
/// <param name="ModeExtension">For joint stereo.</param>
internal readonly record struct MpegHeader(
    MpegVersion Version,
    MpegLayer Layer,
    bool HasCrc,
    int BitRateIndex,
    int BitRate,
    int SampleRateIndex,
    int SampleRate,
    int Padding,
    ChannelMode Mode,
    int ModeExtension
)
{
    /// <summary>The bytes of a header.</summary>
    public const int Size = 4;

    /// <summary>The most bytes of a frame: free bit rates beyond 640 kbit/s do not occur.</summary>
    public const int MaxLength = 4096;

    private static ReadOnlySpan<short> BitRates1Layer2 =>
        [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];

    private static ReadOnlySpan<short> BitRates1Layer3 =>
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];

    private static ReadOnlySpan<short> BitRates2 => [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

    private static ReadOnlySpan<int> SampleRates1 => [44_100, 48_000, 32_000];

    /// <summary>Whether it is MPEG 1, not 2 or 2.5.</summary>
    public bool IsMpeg1 => Version == MpegVersion.Version1;

    /// <summary>1 or 2.</summary>
    public int Channels => Mode == ChannelMode.Mono ? 1 : 2;

    /// <summary>The number of the sample rate among those of MPEG 1, 2 and 2.5, in that order.</summary>
    public int RateIndex =>
        SampleRateIndex
        + Version switch
        {
            MpegVersion.Version1 => 0,
            MpegVersion.Version2 => 3,
            _ => 6,
        };

    /// <summary>The granules of a frame of layer III: 576 samples per channel each.</summary>
    public int Granules => IsMpeg1 ? 2 : 1;

    /// <summary>The values of the first Huffman region of short blocks: three bands, or six long ones.</summary>
    public int FirstShortValues => SampleRate == 8000 ? 72 : 36;

    /// <summary>Samples per channel.</summary>
    public int Samples => Layer == MpegLayer.Layer3 ? 576 * Granules : 1152;

    /// <summary>Whether the upper bands of a frame of layer III may have one channel and a direction.</summary>
    public bool HasIntensityStereo => Mode == ChannelMode.JointStereo && (ModeExtension & 1) != 0;

    /// <summary>Whether a frame of layer III has the sum and the difference of the channels in their place.</summary>
    public bool HasMidSide => Mode == ChannelMode.JointStereo && (ModeExtension & 2) != 0;

    /// <summary>Whether <see cref="Length"/> is not known.</summary>
    public bool IsFree => BitRateIndex == 0;

    /// <summary>The bytes of the frame, unless the bit rate is free.</summary>
    public int Length => Samples / 8 * BitRate / SampleRate + Padding;

    /// <summary>The first byte behind the header and its checksum.</summary>
    public int BodyStart => HasCrc ? Size + 2 : Size;

    /// <summary>The bytes of the side information of layer III.</summary>
    public int SideLength =>
        (IsMpeg1, Channels) switch
        {
            (true, 2) => 32,
            (false, 1) => 9,
            _ => 17,
        };

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least four.</param>
    /// <param name="header">What it says.</param>
    /// <returns>Whether it can be one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MpegHeader header)
    {
        header = default;
        int version = bytes[1] >> 3 & 3;
        int layer = bytes[1] >> 1 & 3;
        int bitRate = bytes[2] >> 4;
        int sampleRate = bytes[2] >> 2 & 3;
        if (
            bytes[0] != 0xFF
            || (bytes[1] & 0xE0) != 0xE0
            || version == 1
            || layer is not (1 or 2)
            || (version == 0 && layer == 2) // MPEG 2.5 has layer III only
            || bitRate == 15
            || sampleRate == 3
            || (bytes[3] & 3) == 2 // reserved emphasis
        )
        {
            return false;
        }

        bool isFirst = version == 3;
        ReadOnlySpan<short> rates =
            !isFirst ? BitRates2
            : layer == 1 ? BitRates1Layer3
            : BitRates1Layer2;
        header = new MpegHeader(
            (MpegVersion)version,
            (MpegLayer)layer,
            (bytes[1] & 1) == 0,
            bitRate,
            1000 * rates[bitRate],
            sampleRate,
            SampleRates1[sampleRate] >> (isFirst ? 0 : 2 - (version >> 1)),
            bytes[2] >> 1 & 1,
            (ChannelMode)(bytes[3] >> 6),
            bytes[3] >> 4 & 3
        );
        return header.IsFree || header.Length >= header.MinLength;
    }

    /// <summary>The bytes that a frame has at least.</summary>
    public int MinLength => BodyStart + (Layer == MpegLayer.Layer3 ? SideLength : 1);

    /// <summary>Whether a frame with this header can belong to the same stream as another.</summary>
    public bool CanFollow(MpegHeader other) =>
        Version == other.Version
        && Layer == other.Layer
        && SampleRateIndex == other.SampleRateIndex
        && Channels == other.Channels
        && IsFree == other.IsFree;
}
