using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Audio.Protocol;

namespace Audio.Core.Formats;

/// <summary>
/// A converter for each encoding of the wires, and for those that only files have: big-endian floats and integers of 64
/// bits.
/// </summary>
internal static class SampleConverters
{
    private const float FromS64 = 1f / 9_223_372_036_854_775_808f;
    private const int BlockBytes = 1024;

    private static readonly SampleConverter[] OfWires =
    [
        .. Enum.GetValues<SampleEncoding>()
            .Select(encoding => new SampleConverter((source, target) => ToFloat(encoding, source, target))),
    ];

    /// <summary>IEEE 754 single precision, big-endian.</summary>
    public static SampleConverter Float32Be { get; } = FromFloat32BigEndian;

    /// <summary>IEEE 754 double precision, big-endian.</summary>
    public static SampleConverter Float64Be { get; } = FromFloat64BigEndian;

    /// <summary>Signed 64-bit PCM.</summary>
    public static SampleConverter PcmS64Le { get; } = FromPcmS64;

    /// <summary>Signed 64-bit PCM, big-endian.</summary>
    public static SampleConverter PcmS64Be { get; } = FromPcmS64BigEndian;

    /// <summary>The converter of an encoding of the wires.</summary>
    public static SampleConverter For(SampleEncoding encoding) => OfWires[(int)encoding];

    private static void ToFloat(SampleEncoding encoding, ReadOnlySpan<byte> source, Span<float> target) =>
        SampleConversion.ToFloat(encoding, source, target);

    private static void FromFloat32BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        Span<int> swapped = stackalloc int[BlockBytes / sizeof(int)];
        while (!target.IsEmpty)
        {
            int count = Math.Min(swapped.Length, target.Length);
            ReadOnlySpan<byte> block = source[..(count * sizeof(int))];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, int>(block), swapped);
            SampleConversion.ToFloat(
                SampleEncoding.Float32Le,
                MemoryMarshal.AsBytes(swapped)[..block.Length],
                target[..count]
            );
            source = source[block.Length..];
            target = target[count..];
        }
    }

    private static void FromFloat64BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        Span<long> swapped = stackalloc long[BlockBytes / sizeof(long)];
        while (!target.IsEmpty)
        {
            int count = Math.Min(swapped.Length, target.Length);
            ReadOnlySpan<byte> block = source[..(count * sizeof(long))];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, long>(block), swapped);
            SampleConversion.ToFloat(
                SampleEncoding.Float64Le,
                MemoryMarshal.AsBytes(swapped)[..block.Length],
                target[..count]
            );
            source = source[block.Length..];
            target = target[count..];
        }
    }

    private static void FromPcmS64(ReadOnlySpan<byte> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt64LittleEndian(source[(8 * i)..]) * FromS64;
    }

    private static void FromPcmS64BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt64BigEndian(source[(8 * i)..]) * FromS64;
    }
}
