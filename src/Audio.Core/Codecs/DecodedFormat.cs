using Audio.Protocol;

namespace Audio.Core.Codecs;

/// <summary>The format of decoded samples: floats, interleaved.</summary>
/// <param name="SampleRate">Frames per second, in hertz: 1 to 768,000.</param>
/// <param name="Channels">Samples per frame: 1 to 8.</param>
/// <param name="Speakers">
/// Where they go: as many bits of the channel mask of <c>WAVEFORMATEXTENSIBLE</c> as there are channels, which are in
/// the order of the bits. 0: nobody said, so the usual layout of that many channels.
/// </param>
internal readonly record struct DecodedFormat(int SampleRate, int Channels, uint Speakers = 0)
{
    /// <summary>How the samples were coded in the stream; for a codec, how they are decoded.</summary>
    public SampleEncoding Encoding { get; init; } = SampleEncoding.Float32Le;

    /// <summary>Bytes of a frame in the stream; <see langword="null"/>: a codec's frames vary.</summary>
    public int? BytesPerFrame { get; init; }

    /// <summary>The format of samples without a container.</summary>
    public static DecodedFormat Of(AudioFormat format) =>
        new(format.SampleRate, format.Channels) { Encoding = format.Encoding, BytesPerFrame = format.BytesPerFrame };

    /// <summary>Whether samples of both are alike, whatever they were in the stream.</summary>
    public bool IsLike(DecodedFormat other) =>
        (SampleRate, Channels, Speakers) == (other.SampleRate, other.Channels, other.Speakers);
}
