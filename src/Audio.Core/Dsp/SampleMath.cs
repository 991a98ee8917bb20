using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Dsp;

/// <summary>
/// The mixer's inner loops, bit-identical with and without vectors: no fused multiply-add, no reordering.
/// </summary>
internal static class SampleMath
{
    // samples per iteration: four vectors, so that none waits for the steps of the previous one
    private const int Stride = 4 * 8;

    /// <summary>
    /// <c>bus += samples * (target + slope * step)</c>, where <c>step</c> decreases by one per frame.
    /// </summary>
    /// <param name="bus">The sum; at least as long as the samples.</param>
    /// <param name="samples">Whole frames, at most <paramref name="step"/> + 1.</param>
    /// <param name="target">The gain at step 0.</param>
    /// <param name="slope">The gain of one step.</param>
    /// <param name="step">The step of the first frame; below 2^24, so that it is exact.</param>
    /// <param name="channels">1 or 2.</param>
    public static void AddRamped(
        Span<float> bus,
        ReadOnlySpan<float> samples,
        float target,
        float slope,
        int step,
        int channels
    )
    {
        bus = bus[..samples.Length];
        ref float sum = ref MemoryMarshal.GetReference(bus);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        var goal = Vector256.Create(target);
        var rise = Vector256.Create(slope);
        var vector = Vector256.Create(channels == 1 ? 8f : 4f); // frames of one
        Vector256<float> first = Steps(step, channels),
            second = first - vector,
            third = second - vector,
            fourth = third - vector;
        Vector256<float> turn = vector * 4f;
        int i = 0;
        for (; i <= samples.Length - Stride; i += Stride)
        {
            AddScaled(ref sum, ref sample, i, goal + rise * first);
            AddScaled(ref sum, ref sample, i + 8, goal + rise * second);
            AddScaled(ref sum, ref sample, i + 16, goal + rise * third);
            AddScaled(ref sum, ref sample, i + 24, goal + rise * fourth);
            first -= turn;
            second -= turn;
            third -= turn;
            fourth -= turn;
        }

        for (; i <= samples.Length - 8; i += 8, first -= vector)
            AddScaled(ref sum, ref sample, i, goal + rise * first);
        for (; i < samples.Length; i++)
            bus[i] += samples[i] * (target + slope * (step - i / channels));
    }

    /// <summary><c>bus += samples * gain</c>.</summary>
    public static void AddScaled(Span<float> bus, ReadOnlySpan<float> samples, float gain)
    {
        bus = bus[..samples.Length];
        ref float sum = ref MemoryMarshal.GetReference(bus);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        var gains = Vector256.Create(gain);
        int i = 0;
        for (; i <= samples.Length - Stride; i += Stride)
        {
            AddScaled(ref sum, ref sample, i, gains);
            AddScaled(ref sum, ref sample, i + 8, gains);
            AddScaled(ref sum, ref sample, i + 16, gains);
            AddScaled(ref sum, ref sample, i + 24, gains);
        }

        for (; i <= samples.Length - 8; i += 8)
            AddScaled(ref sum, ref sample, i, gains);
        for (; i < samples.Length; i++)
            bus[i] += samples[i] * gain;
    }

    /// <summary><c>samples *= target + slope * step</c>; see <see cref="AddRamped"/>.</summary>
    public static void Ramp(Span<float> samples, float target, float slope, int step, int channels)
    {
        ref float sample = ref MemoryMarshal.GetReference(samples);
        var goal = Vector256.Create(target);
        var rise = Vector256.Create(slope);
        var vector = Vector256.Create(channels == 1 ? 8f : 4f); // frames of one
        Vector256<float> first = Steps(step, channels),
            second = first - vector,
            third = second - vector,
            fourth = third - vector;
        Vector256<float> turn = vector * 4f;
        int i = 0;
        for (; i <= samples.Length - Stride; i += Stride)
        {
            Scale(ref sample, i, goal + rise * first);
            Scale(ref sample, i + 8, goal + rise * second);
            Scale(ref sample, i + 16, goal + rise * third);
            Scale(ref sample, i + 24, goal + rise * fourth);
            first -= turn;
            second -= turn;
            third -= turn;
            fourth -= turn;
        }

        for (; i <= samples.Length - 8; i += 8, first -= vector)
            Scale(ref sample, i, goal + rise * first);
        for (; i < samples.Length; i++)
            samples[i] *= target + slope * (step - i / channels);
    }

    /// <summary>The highest magnitude; NaN if a sample is NaN.</summary>
    /// <remarks>
    /// Without their signs, the bits of floats compare as unsigned numbers as their magnitudes do, with NaN above all.
    /// Adding a number to itself drops the sign, and costs less than a comparison of floats that considers NaN.
    /// </remarks>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(samples);
        ref uint first = ref MemoryMarshal.GetReference(bits);
        Vector256<uint> a = default,
            b = default,
            c = default,
            d = default;
        int i = 0;
        for (; i <= bits.Length - Stride; i += Stride)
        {
            a = Vector256.Max(a, Doubled(ref first, i));
            b = Vector256.Max(b, Doubled(ref first, i + 8));
            c = Vector256.Max(c, Doubled(ref first, i + 16));
            d = Vector256.Max(d, Doubled(ref first, i + 24));
        }

        for (; i <= bits.Length - 8; i += 8)
            a = Vector256.Max(a, Doubled(ref first, i));
        var all = Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d));
        var half = Vector128.Max(all.GetLower(), all.GetUpper());
        uint most = Math.Max(Math.Max(half[0], half[1]), Math.Max(half[2], half[3]));
        for (; i < bits.Length; i++)
            most = Math.Max(most, bits[i] << 1);
        return BitConverter.UInt32BitsToSingle(most >> 1);
    }

    /// <summary>Adds each mono sample to both channels of a frame.</summary>
    public static void AddUpmixed(Span<float> stereo, ReadOnlySpan<float> mono)
    {
        stereo = stereo[..(2 * mono.Length)];
        ref float pair = ref MemoryMarshal.GetReference(stereo);
        int i = 0;
        for (; i <= mono.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            var samples = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(mono), (nuint)i);
            ref float target = ref Unsafe.Add(ref pair, 2 * i);
            (Vector128.LoadUnsafe(ref target) + Vector128.Shuffle(samples, Vector128.Create(0, 0, 1, 1))).StoreUnsafe(
                ref target
            );
            (
                Vector128.LoadUnsafe(ref target, 4) + Vector128.Shuffle(samples, Vector128.Create(2, 2, 3, 3))
            ).StoreUnsafe(ref target, 4);
        }

        for (; i < mono.Length; i++)
        {
            stereo[2 * i] += mono[i];
            stereo[2 * i + 1] += mono[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Doubled(ref uint bits, int index)
    {
        var vector = Vector256.LoadUnsafe(ref bits, (nuint)index);
        return vector + vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(ref float sums, ref float samples, int index, Vector256<float> gains)
    {
        Vector256<float> sum =
            Vector256.LoadUnsafe(ref sums, (nuint)index) + Vector256.LoadUnsafe(ref samples, (nuint)index) * gains;
        sum.StoreUnsafe(ref sums, (nuint)index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale(ref float samples, int index, Vector256<float> gains) =>
        (Vector256.LoadUnsafe(ref samples, (nuint)index) * gains).StoreUnsafe(ref samples, (nuint)index);

    /// <summary>The steps of the samples in a vector: decreasing by one per frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Steps(int first, int channels) =>
        Vector256.Create((float)first)
        - (channels == 1 ? Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) : Vector256.Create(0f, 0, 1, 1, 2, 2, 3, 3));
}
