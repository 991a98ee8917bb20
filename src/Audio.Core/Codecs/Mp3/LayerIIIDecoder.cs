using Audio.Core.Dsp;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Decodes frames of layer III: ISO/IEC 11172-3, 13818-3, and LAME's MPEG 2.5.</summary>
internal sealed class LayerIIIDecoder
{
    private const int Values = SpectrumReader.Values;

    private readonly ChannelSynthesis _first = new();
    private ChannelSynthesis? _second;

    /// <summary>Forgets what was before.</summary>
    public void Reset()
    {
        _first.Reset();
        _second?.Reset();
    }

    /// <summary>Decodes a frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="side">Its side information, which is valid.</param>
    /// <param name="mainData">Its main data, with <see cref="SpectrumReader.Slack"/>.</param>
    /// <param name="samples">The room for its samples, interleaved.</param>
    /// <returns>Whether its data are not damaged.</returns>
    public bool TryDecode(MpegHeader header, SideInformation side, ReadOnlySpan<byte> mainData, Span<float> samples)
    {
        Span<byte> factors = stackalloc byte[ChannelReader.Room];
        factors.Clear();
        var reader = new ChannelReader(header, side, mainData, factors);
        for (int granule = 0; granule < header.Granules; granule++)
        {
            Span<float> target = samples.Slice(granule * Values * header.Channels, Values * header.Channels);
            ReadOnlySpan<GranuleSide> parts = side.Parts.Slice(granule * header.Channels, header.Channels);
            bool isRight =
                header.Channels == 1
                    ? TryDecodeMono(ref reader, header, granule, parts[0], target)
                    : TryDecodeStereo(ref reader, header, granule, parts, target);
            if (!isRight)
                return false;
        }
        return true;
    }

    private bool TryDecodeMono(
        ref ChannelReader reader,
        MpegHeader header,
        int granule,
        in GranuleSide side,
        Span<float> samples
    )
    {
        Span<float> values = stackalloc float[Values];
        values.Clear();
        int count = reader.Read(granule, 0, values);
        if (count < 0)
            return false;
        Make(_first, header, side, values, count, samples);
        return true;
    }

    private bool TryDecodeStereo(
        ref ChannelReader reader,
        MpegHeader header,
        int granule,
        ReadOnlySpan<GranuleSide> sides,
        Span<float> samples
    )
    {
        Span<float> left = stackalloc float[Values];
        Span<float> right = stackalloc float[Values];
        left.Clear();
        right.Clear();
        int leftCount = reader.Read(granule, 0, left);
        int rightCount = leftCount < 0 ? -1 : reader.Read(granule, 1, right);
        if (rightCount < 0)
            return false;
        if (header.HasIntensityStereo || header.HasMidSide)
            leftCount = rightCount = Math.Max(leftCount, rightCount);
        if (header.HasIntensityStereo)
            JointStereo.Spread(header, sides[1], reader.Positions, reader.Nones, left, right);
        else if (header.HasMidSide)
            JointStereo.Unmix(left[..leftCount], right[..leftCount]);

        Span<float> leftSamples = stackalloc float[Values];
        Span<float> rightSamples = stackalloc float[Values];
        Make(_first, header, sides[0], left, leftCount, leftSamples);
        Make(_second ??= new ChannelSynthesis(), header, sides[1], right, rightCount, rightSamples);
        Interleave.Merge(leftSamples, rightSamples, samples);
        return true;
    }

    private static void Make(
        ChannelSynthesis synthesis,
        MpegHeader header,
        in GranuleSide side,
        Span<float> values,
        int count,
        Span<float> samples
    )
    {
        if (side.IsShort)
            count = ShortOrder.Apply(BandLayout.Of(header, isShort: true, side.IsMixed), values, count);
        synthesis.Make(side, values, count, samples);
    }
}
