using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Audio.Protocol;

namespace Audio.Core.Formats;

/// <summary>Converts samples to floats, in vectors and then one by one, with bit-identical results.</summary>
internal static class SampleConversion
{
    private const float FromU8 = 1f / 128;
    private const float FromS16 = 1f / 32_768;
    private const float FromS32 = 1f / 2_147_483_648;

    private static bool Vectors => Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    /// <summary>Converts <paramref name="target"/>.Length samples.</summary>
    /// <param name="encoding">The encoding of the source.</param>
    /// <param name="source">Exactly the bytes of that many samples.</param>
    /// <param name="target">The output.</param>
    public static void ToFloat(SampleEncoding encoding, ReadOnlySpan<byte> source, Span<float> target)
    {
        switch (encoding)
        {
            case SampleEncoding.PcmU8:
                FromPcmU8(source, target);
                break;
            case SampleEncoding.PcmS16Le:
                FromPcmS16(source, target);
                break;
            case SampleEncoding.PcmS24Le:
                FromPcmS24(source, target);
                break;
            case SampleEncoding.PcmS32Le:
                FromPcmS32(source, target);
                break;
            case SampleEncoding.Float32Le:
                FromFloat32(source, target);
                break;
            case SampleEncoding.Float64Le:
                FromFloat64(source, target);
                break;
            case SampleEncoding.PcmS16Be:
                FromPcmS16BigEndian(source, target);
                break;
            case SampleEncoding.PcmS24Be:
                FromPcmS24BigEndian(source, target);
                break;
            case SampleEncoding.PcmS32Be:
                FromPcmS32BigEndian(source, target);
                break;
            case SampleEncoding.ALaw:
                FromTable(G711.ALaw, source, target);
                break;
            case SampleEncoding.MuLaw:
                FromTable(G711.MuLaw, source, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Unknown encoding.");
        }
    }

    private static void FromPcmU8(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            for (; i <= target.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Create(source[i..]));
                Store(low.AsInt16() - Vector128.Create((short)128), FromU8, target[i..]);
                Store(high.AsInt16() - Vector128.Create((short)128), FromU8, target[(i + 8)..]);
            }
        }

        for (; i < target.Length; i++)
            target[i] = (source[i] - 128) * FromU8;
    }

    private static void FromPcmS16(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            for (; i <= target.Length - Vector128<short>.Count; i += Vector128<short>.Count)
                Store(Vector128.Create(source[(2 * i)..]).AsInt16(), FromS16, target[i..]);
        }

        for (; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt16LittleEndian(source[(2 * i)..]) * FromS16;
    }

    private static void FromPcmS16BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            var swapped = Vector128.Create((byte)1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
            for (; i <= target.Length - Vector128<short>.Count; i += Vector128<short>.Count)
                Store(Vector128.Shuffle(Vector128.Create(source[(2 * i)..]), swapped).AsInt16(), FromS16, target[i..]);
        }

        for (; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt16BigEndian(source[(2 * i)..]) * FromS16;
    }

    private static void FromPcmS24BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            var spread = Vector128.Create((byte)255, 2, 1, 0, 255, 5, 4, 3, 255, 8, 7, 6, 255, 11, 10, 9);
            for (; 3 * i <= source.Length - Vector128<byte>.Count; i += Vector128<int>.Count)
            {
                Vector128<int> scaled = Vector128.Shuffle(Vector128.Create(source[(3 * i)..]), spread).AsInt32();
                (Vector128.ConvertToSingle(scaled) * FromS32).CopyTo(target[i..]);
            }
        }

        for (; i < target.Length; i++)
        {
            int sample = (source[3 * i] << 24) | (source[3 * i + 1] << 16) | (source[3 * i + 2] << 8);
            target[i] = sample * FromS32;
        }
    }

    private static void FromPcmS32BigEndian(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            var swapped = Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
            for (; i <= target.Length - Vector128<int>.Count; i += Vector128<int>.Count)
            {
                Vector128<int> samples = Vector128.Shuffle(Vector128.Create(source[(4 * i)..]), swapped).AsInt32();
                (Vector128.ConvertToSingle(samples) * FromS32).CopyTo(target[i..]);
            }
        }

        for (; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt32BigEndian(source[(4 * i)..]) * FromS32;
    }

    private static void FromTable(ReadOnlySpan<float> table, ReadOnlySpan<byte> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = table[source[i]];
    }

    private static void FromPcmS24(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            // Twelve bytes are four samples; each goes to the upper three bytes of an int, which is the sample times
            // 256. An index past the end gives a zero byte.
            var spread = Vector128.Create((byte)255, 0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11);
            for (; 3 * i <= source.Length - Vector128<byte>.Count; i += Vector128<int>.Count)
            {
                Vector128<int> scaled = Vector128.Shuffle(Vector128.Create(source[(3 * i)..]), spread).AsInt32();
                (Vector128.ConvertToSingle(scaled) * FromS32).CopyTo(target[i..]);
            }
        }

        for (; i < target.Length; i++)
        {
            int sample = (source[3 * i] << 8) | (source[3 * i + 1] << 16) | (source[3 * i + 2] << 24);
            target[i] = sample * FromS32;
        }
    }

    private static void FromPcmS32(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            for (; i <= target.Length - Vector256<int>.Count; i += Vector256<int>.Count)
            {
                (Vector256.ConvertToSingle(Vector256.Create(source[(4 * i)..]).AsInt32()) * FromS32).CopyTo(
                    target[i..]
                );
            }
        }

        for (; i < target.Length; i++)
            target[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]) * FromS32;
    }

    private static void FromFloat32(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            var limit = Vector256.Create(SampleDecoder.MaxMagnitude);
            for (; i <= target.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> sample = Vector256.Create(source[(4 * i)..]).AsSingle();
                var finite = Vector256.LessThan(Vector256.Abs(sample), Vector256.Create(float.PositiveInfinity));
                (Vector256.Min(Vector256.Max(sample, -limit), limit) & finite).CopyTo(target[i..]);
            }
        }

        for (; i < target.Length; i++)
        {
            float sample = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
            target[i] = float.IsFinite(sample)
                ? Math.Clamp(sample, -SampleDecoder.MaxMagnitude, SampleDecoder.MaxMagnitude)
                : 0f;
        }
    }

    private static void FromFloat64(ReadOnlySpan<byte> source, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            for (; i <= target.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<double> low = Tame(Vector256.Create(source[(8 * i)..]).AsDouble());
                Vector256<double> high = Tame(Vector256.Create(source[(8 * i + 32)..]).AsDouble());
                Vector256.Narrow(low, high).CopyTo(target[i..]);
            }
        }

        for (; i < target.Length; i++)
        {
            double sample = BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * i)..]);
            target[i] = double.IsFinite(sample)
                ? (float)Math.Clamp(sample, -SampleDecoder.MaxMagnitude, SampleDecoder.MaxMagnitude)
                : 0f;
        }
    }

    private static Vector256<double> Tame(Vector256<double> sample)
    {
        var limit = Vector256.Create((double)SampleDecoder.MaxMagnitude);
        var finite = Vector256.LessThan(Vector256.Abs(sample), Vector256.Create(double.PositiveInfinity));
        return Vector256.Min(Vector256.Max(sample, -limit), limit) & finite;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<short> samples, float scale, Span<float> target)
    {
        (Vector128<int> low, Vector128<int> high) = Vector128.Widen(samples);
        (Vector256.ConvertToSingle(Vector256.Create(low, high)) * scale).CopyTo(target);
    }
}
