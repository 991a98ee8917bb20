using System.Buffers.Binary;

namespace Audio.Protocol.Wav;

/// <summary>
/// The <c>fmt </c> chunk: u16 tag, u16 channels, u32 sample rate, u32 bytes per second, u16 block align, u16 bits per
/// sample; for tag 0xFFFE also an extension whose GUID begins with the actual tag.
/// </summary>
internal static class WavFormatChunk
{
    public const ushort Pcm = 1;
    public const ushort IeeeFloat = 3;
    public const ushort ALaw = 6;
    public const ushort MuLaw = 7;
    private const ushort Extensible = 0xFFFE;
    private const int MinSize = 16;
    private const int ExtensibleSize = 40;

    /// <summary>Bytes 2 to 16 of the GUID KSDATAFORMAT_SUBTYPE_*, the same for all sub-formats.</summary>
    private static ReadOnlySpan<byte> SubFormatTail =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public static AudioFormat Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < MinSize)
            throw Malformed($"The WAV format chunk has {chunk.Length} bytes; it has at least {MinSize}.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
            tag = SubFormat(chunk);

        SampleEncoding encoding = (tag, bits) switch
        {
            (Pcm, 8) => SampleEncoding.PcmU8,
            (Pcm, 16) => SampleEncoding.PcmS16Le,
            (Pcm, 24) => SampleEncoding.PcmS24Le,
            (Pcm, 32) => SampleEncoding.PcmS32Le,
            (IeeeFloat, 32) => SampleEncoding.Float32Le,
            (IeeeFloat, 64) => SampleEncoding.Float64Le,
            (ALaw, 8) => SampleEncoding.ALaw,
            (MuLaw, 8) => SampleEncoding.MuLaw,
            (ALaw or MuLaw, _) => throw Unsupported(
                $"A WAV file of {bits} bits a sample is not played; A-law and µ-law have 8."
            ),
            (Pcm or IeeeFloat, _) => throw Unsupported(
                $"A WAV file of {bits} bits a sample is not played; PCM has 8, 16, 24 or 32, float 32 or 64."
            ),
            _ => throw Unsupported(
                $"A WAV file of encoding 0x{tag:X4} is not played; "
                    + "send PCM (1), IEEE float (3), A-law (6) or µ-law (7)."
            ),
        };
        if (channels is < 1 or > AudioFormat.MaxChannels)
            throw Unsupported($"A WAV file of {channels} channels is not played; send 1 to {AudioFormat.MaxChannels}.");
        if (rate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
        {
            throw Unsupported(
                $"A WAV file of {rate} Hz is not played; "
                    + $"send {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate}."
            );
        }

        var format = new AudioFormat(encoding, (int)rate, channels);
        if (blockAlign != format.BytesPerFrame)
        {
            throw Malformed(
                $"The WAV header contradicts itself: {channels} channels of {bits} bits "
                    + $"are {format.BytesPerFrame} bytes a frame, not {blockAlign}."
            );
        }

        return format;
    }

    private static int SubFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < ExtensibleSize)
            throw Malformed($"The extensible WAV format chunk has {chunk.Length} bytes; it has {ExtensibleSize}.");
        if (!chunk[26..ExtensibleSize].SequenceEqual(SubFormatTail))
            throw Unsupported("The sub-format of the WAV header is unknown; send PCM, IEEE float, A-law or µ-law.");
        return BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
    }

    private static ProtocolException Malformed(string message) => new(ProtocolErrorCode.Malformed, message);

    private static ProtocolException Unsupported(string message) => new(ProtocolErrorCode.Unsupported, message);
}
