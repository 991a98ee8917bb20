using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>The format of a session, with the figures that follow from it, where samples were declared.</summary>
/// <param name="Format">A name of <see cref="StreamFormatNames"/>, as the client gave it.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">A name of <see cref="SampleEncodingNames"/>.</param>
/// <param name="BitDepth">Bits of a sample.</param>
/// <param name="BytesPerSample">Bytes of one sample of one channel.</param>
/// <param name="BytesPerSecond">Bytes of one second of all channels.</param>
public sealed record V4StartedFormat(
    string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SampleRate = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Channels = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Encoding = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BitDepth = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BytesPerSample = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesPerSecond = null
)
{
    /// <summary>Describes a format.</summary>
    /// <param name="format">The declared format of the samples; <see langword="null"/>: the stream says it.</param>
    /// <param name="name">The client's name for it.</param>
    public static V4StartedFormat Of(AudioFormat? format, string name = StreamFormatNames.Pcm) =>
        format is { } samples
            ? new(
                name,
                samples.SampleRate,
                samples.Channels,
                SampleEncodingNames.NameOf(samples.Encoding),
                8 * samples.BytesPerSample,
                samples.BytesPerSample,
                samples.BytesPerSecond
            )
            : new(name);
}
