using System.Runtime.Intrinsics;

namespace Audio.Core.Dsp;

/// <summary>
/// Interleaves two channels and splits them again. A pair of floats is moved as one 64-bit lane, which needs no
/// shuffles.
/// </summary>
internal static class Interleave
{
    private static bool Vectors => Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;

    /// <summary><c>target[2i] = first[i]; target[2i + 1] = second[i]</c>.</summary>
    public static void Merge(ReadOnlySpan<float> first, ReadOnlySpan<float> second, Span<float> target)
    {
        int i = 0;
        if (Vectors)
        {
            for (; i <= first.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                (Vector256<ulong> evenLow, Vector256<ulong> evenHigh) = Vector256.Widen(
                    Vector256.Create(first[i..]).AsUInt32()
                );
                (Vector256<ulong> oddLow, Vector256<ulong> oddHigh) = Vector256.Widen(
                    Vector256.Create(second[i..]).AsUInt32()
                );
                (evenLow | (oddLow << 32)).AsSingle().CopyTo(target[(2 * i)..]);
                (evenHigh | (oddHigh << 32)).AsSingle().CopyTo(target[(2 * i + 8)..]);
            }
        }

        for (; i < first.Length; i++)
        {
            target[2 * i] = first[i];
            target[2 * i + 1] = second[i];
        }
    }

    /// <summary><c>first[i] = source[2i]; second[i] = source[2i + 1]</c>.</summary>
    public static void Split(ReadOnlySpan<float> source, Span<float> first, Span<float> second)
    {
        int i = 0;
        if (Vectors)
        {
            for (; 2 * i <= source.Length - 2 * Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<ulong> low = Vector256.Create(source[(2 * i)..]).AsUInt64();
                Vector256<ulong> high = Vector256.Create(source[(2 * i + 8)..]).AsUInt64();
                Vector256.Narrow(low, high).AsSingle().CopyTo(first[i..]);
                Vector256.Narrow(low >> 32, high >> 32).AsSingle().CopyTo(second[i..]);
            }
        }

        for (; 2 * i + 1 < source.Length; i++)
        {
            first[i] = source[2 * i];
            second[i] = source[2 * i + 1];
        }
    }
}
