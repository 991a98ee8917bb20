namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// Joins the blocks of a stream (Vorbis I, 4.3.6 to 4.3.8): each is faded in over the end of the one before. What is
/// put out reaches from the middle of that block to the middle of this one.
/// </summary>
internal sealed class VorbisBlocks
{
    private readonly VorbisIdentification _head;
    private readonly VorbisTransform _shortTransform;
    private readonly VorbisTransform _longTransform;
    private readonly float[] _shortSlope;
    private readonly float[] _longSlope;
    private readonly float[] _before; // of each channel, the transform of the block before

    /// <summary>Makes the tables.</summary>
    /// <param name="head">The stream's first header.</param>
    public VorbisBlocks(VorbisIdentification head)
    {
        _head = head;
        _shortTransform = new VorbisTransform(head.ShortBlock);
        _longTransform = new VorbisTransform(head.LongBlock);
        _shortSlope = VorbisTransform.Slope(head.ShortBlock);
        _longSlope = VorbisTransform.Slope(head.LongBlock);
        _before = new float[head.Channels * head.LongBlock / 2];
    }

    /// <summary>Samples of the block before; 0: there is none to overlap.</summary>
    public int Before { get; private set; }

    /// <summary>Forgets the block before.</summary>
    public void Reset() => Before = 0;

    /// <summary>Transforms a block and writes what it completes.</summary>
    /// <param name="work">Its spectra.</param>
    /// <param name="isLong">Its size.</param>
    /// <param name="samples">The room, for interleaved samples in WAVE order.</param>
    /// <returns>Frames written.</returns>
    public int Add(VorbisWork work, bool isLong, Span<float> samples)
    {
        int block = isLong ? _head.LongBlock : _head.ShortBlock;
        VorbisTransform transform = isLong ? _longTransform : _shortTransform;
        int frames = Before == 0 ? 0 : (Before + block) / 4;
        ReadOnlySpan<byte> order = VorbisChannels.WaveOrder(_head.Channels);
        for (int channel = 0; channel < order.Length; channel++)
        {
            Span<float> numbers = work.Spectrum(order[channel], block / 2);
            transform.Invert(numbers);
            Span<float> before = _before.AsSpan(channel * _head.LongBlock / 2, _head.LongBlock / 2);
            if (frames > 0)
                Join(before[..(Before / 2)], numbers, samples[channel..], frames);
            numbers.CopyTo(before);
        }

        Before = block;
        return frames;
    }

    // The second half of a block is, of its M numbers c: -c[M/2-1], ..., -c[0], -c[0], ..., -c[M/2-1]. The first half
    // of the next: c[M/2], ..., c[M-1], -c[M-1], ..., -c[M/2].
    private void Join(ReadOnlySpan<float> before, ReadOnlySpan<float> after, Span<float> samples, int frames)
    {
        int channels = _head.Channels;
        int overlap = Math.Min(before.Length, after.Length);
        ReadOnlySpan<float> slope = overlap == _shortSlope.Length ? _shortSlope : _longSlope;
        int begin = (before.Length - overlap) / 2;
        int shift = (after.Length - before.Length) / 2; // from a place in the output to one in the next block
        for (int i = 0; i < begin; i++)
            samples[i * channels] = End(before, i);
        for (int i = 0; i < overlap; i++)
        {
            int at = begin + i;
            samples[at * channels] = slope[overlap - 1 - i] * End(before, at) + slope[i] * Beginning(after, at + shift);
        }

        for (int at = begin + overlap; at < frames; at++)
            samples[at * channels] = Beginning(after, at + shift);
    }

    private static float End(ReadOnlySpan<float> numbers, int at)
    {
        int half = numbers.Length / 2;
        return at < half ? -numbers[half - 1 - at] : -numbers[at - half];
    }

    private static float Beginning(ReadOnlySpan<float> numbers, int at)
    {
        int half = numbers.Length / 2;
        return at < half ? numbers[at + half] : -numbers[numbers.Length + half - 1 - at];
    }
}
