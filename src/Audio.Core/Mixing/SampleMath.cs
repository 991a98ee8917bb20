using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Mixing;

/// <summary>The mixer's loops. Each gives the same bits with and without vectors: no fused multiply-add, no reordering.</summary>
internal static class SampleMath
{
    private static readonly Vector<float> MonoFrames = Frames(1);
    private static readonly Vector<float> StereoFrames = Frames(2);

    /// <summary>
    /// <c>bus += samples * (target + slope * step)</c>, where <c>step</c> is one less with every frame.
    /// </summary>
    /// <param name="bus">What is added to; at least as long as the samples.</param>
    /// <param name="samples">Whole frames, at most <paramref name="step"/> + 1.</param>
    /// <param name="target">The gain at step 0.</param>
    /// <param name="slope">What a step is worth.</param>
    /// <param name="step">The step of the first frame; below 2^24, so that it is exact.</param>
    /// <param name="channels">1 or 2.</param>
    public static void AddRamped(Span<float> bus, ReadOnlySpan<float> samples, float target, float slope, int step, int channels)
    {
        bus = bus[..samples.Length];
        ref float sum = ref MemoryMarshal.GetReference(bus);
        ref float sample = ref MemoryMarshal.GetReference(samples);
        Vector<float> steps = Steps(step, channels);
        var stride = new Vector<float>(Vector<float>.Count / channels);
        var goal = new Vector<float>(target);
        var rise = new Vector<float>(slope);
        int i = 0;
        for (; i <= samples.Length - 2 * Vector<float>.Count; i += 2 * Vector<float>.Count) // two at a time, so that none waits for the steps of the other
        {
            Vector<float> later = steps - stride;
            (Load(ref sum, i) + Load(ref sample, i) * (goal + rise * steps)).StoreUnsafe(ref sum, (nuint)i);
            int next = i + Vector<float>.Count;
            (Load(ref sum, next) + Load(ref sample, next) * (goal + rise * later)).StoreUnsafe(ref sum, (nuint)next);
            steps -= stride + stride;
        }

        for (; i < samples.Length; i++) bus[i] += samples[i] * (target + slope * (step - i / channels));
    }

    /// <summary><c>samples *= target + slope * step</c>; see <see cref="AddRamped"/>.</summary>
    public static void Ramp(Span<float> samples, float target, float slope, int step, int channels)
    {
        ref float sample = ref MemoryMarshal.GetReference(samples);
        Vector<float> steps = Steps(step, channels);
        var stride = new Vector<float>(Vector<float>.Count / channels);
        int i = 0;
        for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> gains = new Vector<float>(target) + new Vector<float>(slope) * steps;
            (Load(ref sample, i) * gains).StoreUnsafe(ref sample, (nuint)i);
            steps -= stride;
        }

        for (; i < samples.Length; i++) samples[i] *= target + slope * (step - i / channels);
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

    /// <summary>The steps of the first samples: one less with every frame.</summary>
    private static Vector<float> Steps(int first, int channels) => new Vector<float>(first) - (channels == 1 ? MonoFrames : StereoFrames);

    /// <summary>The frame of each sample of a vector.</summary>
    private static Vector<float> Frames(int channels)
    {
        Span<float> frames = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < frames.Length; i++) frames[i] = i / channels;
        return new Vector<float>(frames);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float samples, int index) => Vector.LoadUnsafe(ref samples, (nuint)index);
}
