using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Mixing;

/// <summary>The mixer's loops. Each gives the same bits with and without vectors: no fused multiply-add, no reordering.</summary>
internal static class SampleMath
{
    /// <summary><c>bus += samples * (target + delta * distance)</c>.</summary>
    public static void AddRamped(Span<float> bus, ReadOnlySpan<float> samples, ReadOnlySpan<float> distance, float delta, float target)
    {
        bus = bus[..samples.Length];
        distance = distance[..samples.Length];
        ref float sum = ref MemoryMarshal.GetReference(bus);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        ref float way = ref MemoryMarshal.GetReference(distance);
        int i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gains = new Vector<float>(target) + new Vector<float>(delta) * Load(ref way, i);
            (Load(ref sum, i) + Load(ref sample, i) * gains).StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < samples.Length; i++) bus[i] += samples[i] * (target + delta * distance[i]);
    }

    /// <summary>Adds each mono sample to both channels of a frame.</summary>
    public static void AddUpmixed(Span<float> stereo, ReadOnlySpan<float> mono)
    {
        stereo = stereo[..(2 * mono.Length)];
        ref float pair = ref MemoryMarshal.GetReference(stereo);
        int i = 0;
        for (; i <= mono.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> samples = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(mono), (nuint)i);
            ref float target = ref Unsafe.Add(ref pair, 2 * i);
            (Vector128.LoadUnsafe(ref target) + Vector128.Shuffle(samples, Vector128.Create(0, 0, 1, 1))).StoreUnsafe(ref target);
            (Vector128.LoadUnsafe(ref target, 4) + Vector128.Shuffle(samples, Vector128.Create(2, 2, 3, 3))).StoreUnsafe(ref target, 4);
        }

        for (; i < mono.Length; i++)
        {
            stereo[2 * i] += mono[i];
            stereo[2 * i + 1] += mono[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float samples, int index) => Vector.LoadUnsafe(ref samples, (nuint)index);
}
