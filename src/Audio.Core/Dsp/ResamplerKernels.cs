using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Dsp;

/// <summary>
/// The resampler's inner loops. An output sample is always summed in the same order, so the output is bit-identical
/// however the spans are cut.
/// </summary>
internal static class ResamplerKernels
{
    /// <summary>The length of a row is a multiple of this.</summary>
    public const int TapsMultiple = 8;

    /// <summary>Output samples that <see cref="Convolve"/> computes at once.</summary>
    public const int ConvolveWidth = 64;

    /// <summary>Output samples that <see cref="Dot4"/> computes at once.</summary>
    public const int DotWidth = 4;

    /// <summary>The sum of taps times samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> taps, ReadOnlySpan<float> samples)
    {
        Debug.Assert(taps.Length % TapsMultiple == 0 && samples.Length >= taps.Length);
        ref float tap = ref MemoryMarshal.GetReference(taps);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        Vector256<float> sum = Vector256<float>.Zero;
        for (nuint k = 0; k < (nuint)taps.Length; k += 8)
            sum = MultiplyAdd(ref tap, ref sample, k, sum);
        return Sum(sum);
    }

    /// <summary>
    /// Four output samples, each bit-identical to <see cref="Dot(ReadOnlySpan{float}, ReadOnlySpan{float})"/>. The
    /// additions of one row depend on each other; those of four rows overlap.
    /// </summary>
    /// <param name="table">All rows.</param>
    /// <param name="taps">The length of a row.</param>
    /// <param name="rows">The starts of the four rows in the table.</param>
    /// <param name="samples">The samples that contain the four windows.</param>
    /// <param name="windows">Their starts in the samples.</param>
    /// <param name="output">Four samples.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot4(
        ReadOnlySpan<float> table,
        int taps,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<float> samples,
        ReadOnlySpan<int> windows,
        Span<float> output
    )
    {
        Debug.Assert(
            taps % TapsMultiple == 0
                && rows.Length == DotWidth
                && windows.Length == DotWidth
                && output.Length >= DotWidth
        );
        ref float tap = ref MemoryMarshal.GetReference(table);
        ref float tapA = ref Unsafe.Add(ref tap, rows[0]);
        ref float tapB = ref Unsafe.Add(ref tap, rows[1]);
        ref float tapC = ref Unsafe.Add(ref tap, rows[2]);
        ref float tapD = ref Unsafe.Add(ref tap, rows[3]);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        ref float sampleA = ref Unsafe.Add(ref sample, windows[0]);
        ref float sampleB = ref Unsafe.Add(ref sample, windows[1]);
        ref float sampleC = ref Unsafe.Add(ref sample, windows[2]);
        ref float sampleD = ref Unsafe.Add(ref sample, windows[3]);
        Vector256<float> a = default,
            b = default,
            c = default,
            d = default;
        for (nuint k = 0; k < (nuint)taps; k += 8)
        {
            a = MultiplyAdd(ref tapA, ref sampleA, k, a);
            b = MultiplyAdd(ref tapB, ref sampleB, k, b);
            c = MultiplyAdd(ref tapC, ref sampleC, k, c);
            d = MultiplyAdd(ref tapD, ref sampleD, k, d);
        }

        output[3] = Sum(d);
        output[2] = Sum(c);
        output[1] = Sum(b);
        output[0] = Sum(a);
    }

    /// <summary>Two rows over the same samples: the ends of an interpolation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (float First, float Second) Dot(
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second,
        ReadOnlySpan<float> samples
    )
    {
        Debug.Assert(
            first.Length == second.Length && first.Length % TapsMultiple == 0 && samples.Length >= first.Length
        );
        ref float one = ref MemoryMarshal.GetReference(first);
        ref float two = ref MemoryMarshal.GetReference(second);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        Vector256<float> sumOne = Vector256<float>.Zero;
        Vector256<float> sumTwo = Vector256<float>.Zero;
        for (nuint k = 0; k < (nuint)first.Length; k += 8)
        {
            sumOne = MultiplyAdd(ref one, ref sample, k, sumOne);
            sumTwo = MultiplyAdd(ref two, ref sample, k, sumTwo);
        }

        return (Sum(sumOne), Sum(sumTwo));
    }

    /// <summary>
    /// One row over consecutive samples: <c>output[j]</c> is the sum of <c>taps[k] * samples[j + k]</c>. A tap is
    /// loaded once for 64 outputs in eight vectors: enough sums in flight to hide the latency of the additions.
    /// </summary>
    /// <param name="taps">The row.</param>
    /// <param name="samples">
    /// At least <c>output.Length + taps.Length - 1</c> samples; anything after those is read without effect.
    /// </param>
    /// <param name="output">A multiple of <see cref="ConvolveWidth"/> long.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Convolve(ReadOnlySpan<float> taps, ReadOnlySpan<float> samples, Span<float> output)
    {
        Debug.Assert(output.Length % ConvolveWidth == 0 && samples.Length >= output.Length + taps.Length - 1);
        ref float tap = ref MemoryMarshal.GetReference(taps);
        for (int j = 0; j < output.Length; j += ConvolveWidth)
        {
            ref float sample = ref Unsafe.Add(ref MemoryMarshal.GetReference(samples), j);
            Vector256<float> a = default,
                b = default,
                c = default,
                d = default,
                e = default,
                f = default,
                g = default,
                h = default;
            for (int k = 0; k < taps.Length; k++)
            {
                var weight = Vector256.Create(Unsafe.Add(ref tap, k));
                ref float at = ref Unsafe.Add(ref sample, k);
                a = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at), a);
                b = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 8), b);
                c = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 16), c);
                d = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 24), d);
                e = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 32), e);
                f = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 40), f);
                g = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 48), g);
                h = Vector256.MultiplyAddEstimate(weight, Vector256.LoadUnsafe(ref at, 56), h);
            }

            ref float target = ref Unsafe.Add(ref MemoryMarshal.GetReference(output), j);
            a.StoreUnsafe(ref target);
            b.StoreUnsafe(ref target, 8);
            c.StoreUnsafe(ref target, 16);
            d.StoreUnsafe(ref target, 24);
            e.StoreUnsafe(ref target, 32);
            f.StoreUnsafe(ref target, 40);
            g.StoreUnsafe(ref target, 48);
            h.StoreUnsafe(ref target, 56);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MultiplyAdd(ref float tap, ref float sample, nuint index, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(
            Vector256.LoadUnsafe(ref tap, index),
            Vector256.LoadUnsafe(ref sample, index),
            sum
        );

    /// <summary>Always in the same order, on every machine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector256<float> sum)
    {
        Vector128<float> four = sum.GetLower() + sum.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two.ToScalar() + two.GetElement(1);
    }
}
