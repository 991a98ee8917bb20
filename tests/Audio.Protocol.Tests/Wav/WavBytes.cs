using System.Buffers.Binary;
using System.Text;

namespace Audio.Protocol.Tests.Wav;

/// <summary>Builds WAV headers, right ones and wrong ones, a chunk at a time.</summary>
internal static class WavBytes
{
    private static readonly byte[] GuidTail =
    [
        0x00,
        0x00,
        0x00,
        0x00,
        0x10,
        0x00,
        0x80,
        0x00,
        0x00,
        0xAA,
        0x00,
        0x38,
        0x9B,
        0x71,
    ];

    /// <summary><c>RIFF size WAVE</c> and the chunks.</summary>
    public static byte[] Riff(params byte[][] chunks) => Riff(uint.MaxValue, chunks);

    public static byte[] Riff(uint size, params byte[][] chunks) =>
        [.. "RIFF"u8, .. U32(size), .. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];

    /// <summary>A chunk with its padding.</summary>
    public static byte[] Chunk(string id, params byte[] body) =>
        [.. Encoding.ASCII.GetBytes(id), .. U32((uint)body.Length), .. body, .. new byte[body.Length & 1]];

    /// <summary>The head of the data chunk; the samples follow.</summary>
    public static byte[] Data(uint size) => [.. "data"u8, .. U32(size)];

    public static byte[] Format(ushort tag, ushort channels, uint rate, ushort bits, ushort? blockAlign = null)
    {
        ushort align = blockAlign ?? (ushort)(channels * bits / 8);
        return [.. U16(tag), .. U16(channels), .. U32(rate), .. U32(rate * align), .. U16(align), .. U16(bits)];
    }

    /// <summary>The body of an extensible format chunk: extension size 22, valid bits, channel mask, GUID.</summary>
    public static byte[] Extensible(ushort subFormat, ushort channels, uint rate, ushort bits) =>
        [.. Format(0xFFFE, channels, rate, bits), .. U16(22), .. U16(bits), .. U32(3), .. U16(subFormat), .. GuidTail];

    private static byte[] U16(ushort value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
