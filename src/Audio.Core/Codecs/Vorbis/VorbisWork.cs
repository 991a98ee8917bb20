namespace Audio.Core.Codecs.Vorbis;

/// <summary>The working memory of a stream of Vorbis: one block, decoded.</summary>
/// <param name="head">The stream's first header.</param>
internal sealed class VorbisWork(VorbisIdentification head)
{
    private readonly float[] _spectra = new float[head.Channels * head.LongBlock / 2];
    private readonly int[] _points = new int[head.Channels * VorbisFloor.MaxPoints];
    private byte[] _classes = [];

    /// <summary>Room for the spectra of all channels, sample by sample in turns.</summary>
    public float[] Joined { get; } = new float[head.Channels * head.LongBlock / 2];

    /// <summary>A channel's spectrum, and afterwards its transform.</summary>
    /// <param name="channel">Which.</param>
    /// <param name="half">Half the block.</param>
    public Span<float> Spectrum(int channel, int half) => _spectra.AsSpan(channel * head.LongBlock / 2, half);

    /// <summary>The points of a channel's floor.</summary>
    public Span<int> Points(int channel) => _points.AsSpan(channel * VorbisFloor.MaxPoints, VorbisFloor.MaxPoints);

    /// <summary>Room for the classes of partitions: at most one for each number of the spectra.</summary>
    public Span<byte> Classes(int count)
    {
        if (count > _classes.Length)
            _classes = new byte[count];
        return _classes.AsSpan(0, count);
    }
}
