using System.Buffers.Binary;
using NAudio.Wave;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The frame in front of a stream that is no sound but says how long the sound is: Xing's, LAME's, ffmpeg's or
/// Fraunhofer's.
/// </summary>
/// <param name="Frames">The frames that follow; 0: not said.</param>
/// <param name="Delay">Samples that the encoder put in front; <see langword="null"/>: not said.</param>
/// <param name="Padding">Samples that it added at the end.</param>
internal readonly record struct InfoTag(uint Frames, int? Delay, int Padding)
{
    private const int HasFrames = 1;
    private const int HasBytes = 2;
    private const int HasContents = 4;
    private const int HasQuality = 8;
    private const int DelayOffset = 21; // in LAME's part, which begins with the encoder's name
    private const int FraunhoferOffset = 36;

    /// <summary>Reads it.</summary>
    /// <param name="header">The header of the frame.</param>
    /// <param name="frame">The whole frame.</param>
    /// <returns><see langword="null"/>: the frame is sound.</returns>
    public static InfoTag? Read(MpegHeader header, ReadOnlySpan<byte> frame)
    {
        if (header.Layer != MpegLayer.Layer3)
            return null;
        // Some encoders forget the checksum when they count.
        return ReadXing(frame[(MpegHeader.Size + header.SideLength)..])
            ?? (header.HasCrc ? ReadXing(frame[(header.BodyStart + header.SideLength)..]) : null)
            ?? ReadFraunhofer(frame);
    }

    private static InfoTag? ReadXing(ReadOnlySpan<byte> tag)
    {
        if (tag.Length < 8 || !(tag.StartsWith("Xing"u8) || tag.StartsWith("Info"u8)))
            return null;
        int flags = tag[7];
        int at = 8;
        uint frames = 0;
        if ((flags & HasFrames) != 0 && tag.Length >= at + 4)
            frames = BinaryPrimitives.ReadUInt32BigEndian(tag[at..]);
        at += (flags & HasFrames) != 0 ? 4 : 0;
        at += (flags & HasBytes) != 0 ? 4 : 0;
        at += (flags & HasContents) != 0 ? 100 : 0;
        at += (flags & HasQuality) != 0 ? 4 : 0;
        if (tag.Length < at + DelayOffset + 3)
            return new InfoTag(frames, null, 0);
        ReadOnlySpan<byte> encoder = tag[at..];
        if (!encoder.StartsWith("LAME"u8) && !encoder.StartsWith("Lavf"u8) && !encoder.StartsWith("Lavc"u8))
            return new InfoTag(frames, null, 0);
        ReadOnlySpan<byte> delays = encoder[DelayOffset..];
        return new InfoTag(frames, delays[0] << 4 | delays[1] >> 4, (delays[1] & 15) << 8 | delays[2]);
    }

    private static InfoTag? ReadFraunhofer(ReadOnlySpan<byte> frame) =>
        frame.Length >= FraunhoferOffset + 18 && frame[FraunhoferOffset..].StartsWith("VBRI"u8)
            ? new InfoTag(BinaryPrimitives.ReadUInt32BigEndian(frame[(FraunhoferOffset + 14)..]), null, 0)
            : null;
}
