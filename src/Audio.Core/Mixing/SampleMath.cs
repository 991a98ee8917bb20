using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Mixing;

/// <summary>The mixer's loops. Each gives the same bits with and without vectors: no fused multiply-add, no reordering.</summary>
internal static class SampleMath
{
    /// <summary><c>bus += samples * gain</c>; a gain of 1 adds the samples as they are.</summary>
    public static void AddScaled(Span<float> bus, ReadOnlySpan<float> samples, float gain)
    {
        bus = bus[..samples.Length];
        int i = 0;
        if (gain == 1f)
        {
            for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
                (Load(bus, i) + Load(samples, i)).CopyTo(bus[i..]);
            for (; i < samples.Length; i++) bus[i] += samples[i];
            return;
        }

        var gains = new Vector<float>(gain);
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Load(bus, i) + Load(samples, i) * gains).CopyTo(bus[i..]);
        for (; i < samples.Length; i++) bus[i] += samples[i] * gain;
    }

    /// <summary><c>bus += samples * (target + delta * distance)</c>.</summary>
    public static void AddRamped(Span<float> bus, ReadOnlySpan<float> samples, ReadOnlySpan<float> distance, float delta, float target)
    {
        bus = bus[..samples.Length];
        distance = distance[..samples.Length];
        int i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gains = new Vector<float>(target) + new Vector<float>(delta) * Load(distance, i);
            (Load(bus, i) + Load(samples, i) * gains).CopyTo(bus[i..]);
        }

        for (; i < samples.Length; i++) bus[i] += samples[i] * (target + delta * distance[i]);
    }

    /// <summary>Adds each mono sample to both channels of a frame.</summary>
    public static void AddUpmixed(Span<float> stereo, ReadOnlySpan<float> mono)
    {
        int i = 0;
        for (; i <= mono.Length - Vector128<float>.Count; i += Vector128<float>.Count)
        {
            Vector128<float> samples = Vector128.Create(mono[i..]);
            Span<float> target = stereo.Slice(2 * i, 8);
            (Vector128.Create(target) + Vector128.Shuffle(samples, Vector128.Create(0, 0, 1, 1))).CopyTo(target);
            (Vector128.Create(target[4..]) + Vector128.Shuffle(samples, Vector128.Create(2, 2, 3, 3))).CopyTo(target[4..]);
        }

        for (; i < mono.Length; i++)
        {
            stereo[2 * i] += mono[i];
            stereo[2 * i + 1] += mono[i];
        }
    }

    /// <summary>Holds samples to ±1, and makes what is not a number 0.</summary>
    public static void Clamp(Span<float> samples)
    {
        int i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> sample = Load(samples, i);
            Vector<float> number = Vector.ConditionalSelect(Vector.Equals(sample, sample), sample, Vector<float>.Zero);
            Vector.Min(Vector.Max(number, -Vector<float>.One), Vector<float>.One).CopyTo(samples[i..]);
        }

        for (; i < samples.Length; i++) samples[i] = float.IsNaN(samples[i]) ? 0f : Math.Clamp(samples[i], -1f, 1f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> samples, int index) => new(samples[index..]);
}
