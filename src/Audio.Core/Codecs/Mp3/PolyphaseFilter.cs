using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The synthesis filter bank of one channel, ISO/IEC 11172-3 section 2.4.3.2.2. The 64 numbers that the standard keeps
/// of each slot are 32 different ones, with signs: the results of a DCT.
/// </summary>
internal static class PolyphaseFilter
{
    /// <summary>The subbands.</summary>
    public const int Subbands = 32;

    /// <summary>The room for a subband's samples of a granule, of which there are 18.</summary>
    public const int RowLength = 20;

    /// <summary>The samples of a granule.</summary>
    public const int Samples = Slots * Subbands;

    /// <summary>What a channel remembers, in vectors.</summary>
    public const int Memory = Past * SlotVectors;

    private const int Slots = 18; // in a granule
    private const int Past = 15; // slots that are still heard
    private const int SlotVectors = Subbands / Lanes;
    private const int Lanes = 4;
    private const int Half = 16;
    private const int HalfVectors = Half / Lanes;

    /// <summary>Makes samples.</summary>
    /// <param name="rows">A row of samples for each subband.</param>
    /// <param name="memory">Of the channel.</param>
    /// <param name="samples">The room for 576 samples.</param>
    public static void Apply(ReadOnlySpan<float> rows, Span<Vector128<float>> memory, Span<float> samples)
    {
        Span<Vector128<float>> slots = stackalloc Vector128<float>[(Past + RowLength) * SlotVectors];
        memory.CopyTo(slots);
        for (int slot = 0; slot < Slots; slot += Lanes)
            Transform(rows[slot..], slots.Slice((Past + slot) * SlotVectors, Lanes * SlotVectors));
        for (int slot = 0; slot < Slots; slot++)
            Window(slots.Slice(slot * SlotVectors, (Past + 1) * SlotVectors), samples.Slice(slot * Subbands, Subbands));
        slots.Slice(Slots * SlotVectors, Memory).CopyTo(memory);
    }

    /// <summary>
    /// Makes the numbers of four slots. They are kept in the order in which the window takes them: the results 0 to 15
    /// of the DCT, then 16, and 31 down to 17.
    /// </summary>
    private static void Transform(ReadOnlySpan<float> rows, Span<Vector128<float>> slots)
    {
        Span<Vector128<float>> x = stackalloc Vector128<float>[Subbands];
        Dct32.Apply(rows, RowLength, x);
        for (int vector = 0; vector < HalfVectors; vector++)
        {
            int first = Lanes * vector;
            Store(x[first], x[first + 1], x[first + 2], x[first + 3], slots[vector..]);
            int last = Subbands - first;
            Store(x[last % Half + Half], x[last - 1], x[last - 2], x[last - 3], slots[(HalfVectors + vector)..]);
        }
    }

    private static void Store(
        Vector128<float> a,
        Vector128<float> b,
        Vector128<float> c,
        Vector128<float> d,
        Span<Vector128<float>> slots
    )
    {
        Transposition.Turn(ref a, ref b, ref c, ref d);
        slots[0] = a;
        slots[SlotVectors] = b;
        slots[2 * SlotVectors] = c;
        slots[3 * SlotVectors] = d;
    }

    /// <summary>Makes the 32 samples of the last of 16 slots.</summary>
    private static void Window(ReadOnlySpan<Vector128<float>> slots, Span<float> samples)
    {
        ReadOnlySpan<Vector128<float>> windows = SynthesisWindow.Vectors;
        for (int vector = 0; vector < HalfVectors; vector++)
        {
            Vector128<float> below = Vector128<float>.Zero;
            Vector128<float> above = Vector128<float>.Zero;
            for (int pair = 0; pair <= Past / 2; pair++)
            {
                Vector128<float> even = slots[(Past - 2 * pair) * SlotVectors + HalfVectors + vector];
                Vector128<float> odd = slots[(Past - 2 * pair - 1) * SlotVectors + vector];
                ReadOnlySpan<Vector128<float>> window = windows.Slice(4 * (8 * vector + pair), 4);
                below += even * window[0] + odd * window[1];
                above += even * window[2] + odd * window[3];
            }
            // Below 16 the samples are in falling order.
            Vector128.Shuffle(below, Vector128.Create(3, 2, 1, 0)).CopyTo(samples[(Half - 3 - Lanes * vector)..]);
            above.CopyTo(samples[(Half + Lanes * vector)..]);
        }

        ReadOnlySpan<float> numbers = MemoryMarshal.Cast<Vector128<float>, float>(slots);
        ReadOnlySpan<float> first = SynthesisWindow.First;
        float sum = 0;
        for (int slot = 0; slot <= Past; slot++)
            sum += numbers[slot * Subbands + Half] * first[slot];
        samples[0] = sum;
    }
}
