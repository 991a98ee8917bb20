namespace Audio.Protocol.V4;

/// <summary>The format of a session, with the figures that follow from it.</summary>
/// <param name="Format"><c>pcm</c> or <c>wav</c>.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">A name of <see cref="SampleEncodingNames"/>.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="BytesPerSample">Bytes of one sample of one channel.</param>
/// <param name="BytesPerSecond">Bytes of one second of all channels.</param>
public sealed record V4StartedFormat(
    string Format,
    int SampleRate,
    int Channels,
    string Encoding,
    int BitDepth,
    int BytesPerSample,
    long BytesPerSecond
)
{
    /// <summary>Describes a format.</summary>
    public static V4StartedFormat Of(AudioFormat format, AudioContainer container) =>
        new(
            container == AudioContainer.Wav ? V4AudioFormat.Wav : V4AudioFormat.Pcm,
            format.SampleRate,
            format.Channels,
            SampleEncodingNames.NameOf(format.Encoding),
            8 * format.BytesPerSample,
            format.BytesPerSample,
            format.BytesPerSecond
        );
}
