using System.Runtime.Intrinsics;
using Audio.Core.Dsp;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Decodes frames of layer II.</summary>
internal sealed class LayerIIDecoder
{
    private const int ChannelRows = PolyphaseFilter.Subbands * PolyphaseFilter.RowLength;
    private const int Halves = 2; // of a frame, which the filter makes one after another
    private const int HalfTriples = LayerIIReader.Triples / Halves;
    private const int PartTriples = 4;

    private readonly Vector128<float>[] _left = new Vector128<float>[PolyphaseFilter.Memory];
    private readonly Vector128<float>[] _right = new Vector128<float>[PolyphaseFilter.Memory];

    /// <summary>Forgets what was before.</summary>
    public void Reset()
    {
        Array.Clear(_left);
        Array.Clear(_right);
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="body">What follows the header and its checksum.</param>
    /// <param name="samples">The room for its samples, interleaved.</param>
    /// <returns>Whether it is whole.</returns>
    public bool TryDecode(MpegHeader header, ReadOnlySpan<byte> body, Span<float> samples)
    {
        Span<sbyte> allocations = stackalloc sbyte[LayerIIReader.Allocations];
        Span<float> factors = stackalloc float[LayerIIReader.Factors];
        Span<float> rows = stackalloc float[2 * ChannelRows];
        allocations.Clear();
        factors.Clear();
        rows.Clear();
        var reader = new LayerIIReader(header, body, allocations, factors);
        for (int half = 0; half < Halves; half++)
        {
            for (int triple = 0; triple < HalfTriples; triple++)
                reader.Read((half * HalfTriples + triple) / PartTriples, rows[(LayerIIReader.Triple * triple)..]);
            MakeSamples(rows, header.Channels, samples.Slice(half * samples.Length / Halves, samples.Length / Halves));
        }
        return reader.Position <= 8 * body.Length;
    }

    private void MakeSamples(ReadOnlySpan<float> rows, int channels, Span<float> samples)
    {
        if (channels == 1)
        {
            PolyphaseFilter.Apply(rows, _left, samples);
            return;
        }
        Span<float> left = stackalloc float[PolyphaseFilter.Samples];
        Span<float> right = stackalloc float[PolyphaseFilter.Samples];
        PolyphaseFilter.Apply(rows, _left, left);
        PolyphaseFilter.Apply(rows[ChannelRows..], _right, right);
        Interleave.Merge(left, right, samples);
    }
}
