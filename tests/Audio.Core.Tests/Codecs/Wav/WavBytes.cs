using System.Buffers.Binary;
using System.Text;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>WAV files as programs write them, and as they should not.</summary>
internal static class WavBytes
{
    /// <summary>A size that nobody knew.</summary>
    public const uint Unknown = uint.MaxValue;

    /// <summary>A file of 16-bit samples, or of other bytes with another format.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="size">Their declared size; null: the right one.</param>
    /// <param name="format">The format chunk; null: 16 bits, 8 kHz, mono.</param>
    /// <param name="before">Chunks between the header and the format.</param>
    /// <param name="after">Chunks behind the samples.</param>
    /// <param name="form">The first four bytes.</param>
    public static byte[] File(
        byte[] data,
        uint? size = null,
        byte[]? format = null,
        byte[]? before = null,
        byte[]? after = null,
        string form = "RIFF"
    )
    {
        bool isBigEndian = form == "RIFX";
        byte[] rest =
        [
            .. "WAVE"u8,
            .. before ?? [],
            .. format ?? Format(isBigEndian: isBigEndian),
            .. "data"u8,
            .. U32(size ?? (uint)data.Length, isBigEndian),
            .. data,
            .. after ?? [],
        ];
        uint whole = size is { } unknown and > int.MaxValue / 2 ? unknown : (uint)rest.Length;
        return [.. Encoding.ASCII.GetBytes(form), .. U32(whole, isBigEndian), .. rest];
    }

    /// <summary>A format chunk.</summary>
    public static byte[] Format(
        int tag = 1,
        int channels = 1,
        uint rate = 8000,
        int bits = 16,
        int? blockAlign = null,
        byte[]? extension = null,
        bool isBigEndian = false
    )
    {
        int align = blockAlign ?? channels * ((bits + 7) / 8);
        return Chunk(
            "fmt ",
            [
                .. U16(tag, isBigEndian),
                .. U16(channels, isBigEndian),
                .. U32(rate, isBigEndian),
                .. U32(unchecked(rate * (uint)align), isBigEndian),
                .. U16(align, isBigEndian),
                .. U16(bits, isBigEndian),
                .. extension ?? [],
            ],
            isBigEndian
        );
    }

    /// <summary>The extension of tag 0xFFFE.</summary>
    public static byte[] Extension(int tag, int validBits, uint mask) =>
        [
            .. U16(22),
            .. U16(validBits),
            .. U32(mask),
            .. U32((uint)tag),
            .. (byte[])[0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71],
        ];

    /// <summary>A chunk without padding.</summary>
    public static byte[] Chunk(string name, byte[] content, bool isBigEndian = false) =>
        [.. Encoding.ASCII.GetBytes(name), .. U32((uint)content.Length, isBigEndian), .. content];

    /// <summary>A LIST INFO chunk of one text, whose size is even.</summary>
    public static byte[] Info(string name, string text) =>
        Chunk(
            "LIST",
            [.. "INFO"u8, .. Chunk(name, [.. Encoding.UTF8.GetBytes(text.PadRight(text.Length + (text.Length & 1)))])]
        );

    /// <summary>A tone of 16-bit samples, full of bytes that look like anything.</summary>
    public static byte[] Tone(int frames, int from = 0)
    {
        byte[] bytes = new byte[2 * frames];
        for (int i = 0; i < frames; i++)
        {
            double sample = 20_000 * Math.Sin(0.39 * (from + i)) + 5_000 * Math.Cos(1.7 * (from + i));
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)sample);
        }

        return bytes;
    }

    /// <summary>The samples of 16-bit bytes.</summary>
    public static float[] Samples(ReadOnlySpan<byte> bytes)
    {
        float[] samples = new float[bytes.Length / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32_768f;
        return samples;
    }

    public static byte[] U16(int value, bool isBigEndian = false)
    {
        byte[] bytes = new byte[2];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] U32(uint value, bool isBigEndian = false)
    {
        byte[] bytes = new byte[4];
        if (isBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
