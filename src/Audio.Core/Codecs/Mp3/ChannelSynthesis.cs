using System.Runtime.Intrinsics;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Makes samples of the values of one channel's granules, and remembers what overlaps.</summary>
internal sealed class ChannelSynthesis
{
    private const int Groups = PolyphaseFilter.Subbands / Imdct.Lanes;
    private const int Width = Imdct.Width;
    private const int MixedLongSubbands = 2;
    private const int OverlapVectors = Groups * Width;

    private readonly Vector128<float>[] _memory = new Vector128<float>[OverlapVectors + PolyphaseFilter.Memory];
    private int _overlapGroups; // behind which nothing overlaps

    /// <summary>Forgets what was before.</summary>
    public void Reset()
    {
        _memory.AsSpan().Clear();
        _overlapGroups = 0;
    }

    /// <summary>Makes the samples of a granule.</summary>
    /// <param name="side">The side information.</param>
    /// <param name="values">Its values, which are used up.</param>
    /// <param name="count">Behind how many of them are only zeros.</param>
    /// <param name="samples">The room for its samples.</param>
    public void Make(in GranuleSide side, Span<float> values, int count, Span<float> samples)
    {
        int subbands = (count + Width - 1) / Width;
        int edges = Math.Min(subbands, PolyphaseFilter.Subbands - 1);
        if (side.IsShort)
            edges = side.IsMixed ? Math.Min(edges, MixedLongSubbands - 1) : 0;
        AliasReduction.Apply(values, edges);
        subbands = Math.Max(subbands, edges + 1);
        int groups = (subbands + Imdct.Lanes - 1) / Imdct.Lanes;

        Span<float> rows = stackalloc float[PolyphaseFilter.Subbands * PolyphaseFilter.RowLength];
        Span<Vector128<float>> overlap = _memory.AsSpan(0, OverlapVectors);
        for (int group = 0; group < Math.Max(groups, _overlapGroups); group++)
        {
            Transform(
                side,
                group,
                values.Slice(group * Imdct.Lanes * Width, Imdct.Lanes * Width),
                overlap.Slice(group * Width, Width),
                rows.Slice(group * Imdct.Lanes * PolyphaseFilter.RowLength, Imdct.Lanes * PolyphaseFilter.RowLength)
            );
        }
        _overlapGroups = groups;
        PolyphaseFilter.Apply(rows, _memory.AsSpan(OverlapVectors), samples);
    }

    private static void Transform(
        in GranuleSide side,
        int group,
        ReadOnlySpan<float> values,
        Span<Vector128<float>> overlap,
        Span<float> rows
    )
    {
        Span<Vector128<float>> lanes = stackalloc Vector128<float>[Width];
        Span<Vector128<float>> samples = stackalloc Vector128<float>[PolyphaseFilter.RowLength];
        ToLanes(values, lanes);
        if (group == 0 && side.IsMixed)
            TransformMixed(side, lanes, overlap, samples);
        else if (side.IsShort)
            Imdct.Short(lanes, overlap, samples);
        else
            Imdct.Long(lanes, side.BlockType, overlap, samples);

        for (int i = 0; i < PolyphaseFilter.RowLength; i += Imdct.Lanes)
        {
            Transposition.Turn(ref samples[i], ref samples[i + 1], ref samples[i + 2], ref samples[i + 3]);
            for (int lane = 0; lane < Imdct.Lanes; lane++)
                samples[i + lane].CopyTo(rows[(lane * PolyphaseFilter.RowLength + i)..]);
        }
    }

    /// <summary>Both ways: the two lowest subbands have a usual long block.</summary>
    private static void TransformMixed(
        in GranuleSide side,
        ReadOnlySpan<Vector128<float>> lanes,
        Span<Vector128<float>> overlap,
        Span<Vector128<float>> samples
    )
    {
        Span<Vector128<float>> otherOverlap = stackalloc Vector128<float>[Width];
        Span<Vector128<float>> otherSamples = stackalloc Vector128<float>[Width];
        overlap.CopyTo(otherOverlap);
        Imdct.Long(lanes, 0, overlap, samples);
        if (side.IsShort)
            Imdct.Short(lanes, otherOverlap, otherSamples);
        else
            Imdct.Long(lanes, side.BlockType, otherOverlap, otherSamples);
        Vector128<float> isLong = Vector128.Create(-1, -1, 0, 0).AsSingle();
        for (int i = 0; i < Width; i++)
        {
            overlap[i] = Vector128.ConditionalSelect(isLong, overlap[i], otherOverlap[i]);
            samples[i] = Vector128.ConditionalSelect(isLong, samples[i], otherSamples[i]);
        }
    }

    private static void ToLanes(ReadOnlySpan<float> values, Span<Vector128<float>> lanes)
    {
        for (int i = 0; i < Width; i += Imdct.Lanes)
        {
            int from = Math.Min(i, Width - Imdct.Lanes);
            var a = Vector128.Create(values[from..]);
            var b = Vector128.Create(values[(Width + from)..]);
            var c = Vector128.Create(values[(2 * Width + from)..]);
            var d = Vector128.Create(values[(3 * Width + from)..]);
            Transposition.Turn(ref a, ref b, ref c, ref d);
            lanes[from] = a;
            lanes[from + 1] = b;
            lanes[from + 2] = c;
            lanes[from + 3] = d;
        }
    }
}
