using System.Buffers.Binary;
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
            .Select(encoding => new SampleConverter(
                (source, target) => SampleConversion.ToFloat(encoding, source, target)
            )),
    ];

    /// <summary>IEEE 754 single precision, big-endian.</summary>
    public static SampleConverter Float32Be { get; } =
        static (source, target) => FromReversed(SampleEncoding.Float32Le, source, target);

    /// <summary>IEEE 754 double precision, big-endian.</summary>
    public static SampleConverter Float64Be { get; } =
        static (source, target) => FromReversed(SampleEncoding.Float64Le, source, target);

    /// <summary>Signed 64-bit PCM.</summary>
    public static SampleConverter PcmS64Le { get; } = FromPcmS64;

    /// <summary>Signed 64-bit PCM, big-endian.</summary>
    public static SampleConverter PcmS64Be { get; } = FromPcmS64BigEndian;

    /// <summary>The converter of an encoding of the wires.</summary>
    public static SampleConverter For(SampleEncoding encoding) => OfWires[(int)encoding];

    /// <summary>Converts samples that are little-endian once the bytes of each are reversed.</summary>
    private static void FromReversed(SampleEncoding encoding, ReadOnlySpan<byte> source, Span<float> target)
    {
        Span<byte> block = stackalloc byte[BlockBytes];
        int size = new AudioFormat(encoding, 1, 1).BytesPerSample;
        while (!target.IsEmpty)
        {
            int count = Math.Min(BlockBytes / size, target.Length);
            Span<byte> samples = block[..(count * size)];
            source[..samples.Length].CopyTo(samples);
            for (int at = 0; at < samples.Length; at += size)
                samples.Slice(at, size).Reverse();
            SampleConversion.ToFloat(encoding, samples, target[..count]);
            source = source[samples.Length..];
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
