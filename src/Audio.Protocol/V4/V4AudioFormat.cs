using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>The <c>audioFormat</c> of a session.</summary>
/// <param name="Format">A name of <see cref="StreamFormatNames"/>.</param>
/// <param name="SampleRate">In hertz. It and the others may be left out where the stream says them.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">
/// The encoding, a name of <see cref="SampleEncodingNames"/>; takes precedence over <paramref name="BitDepth"/>.
/// </param>
/// <param name="BitDepth">As in version 3: 8 (unsigned), 16, 24 (signed) or 32 (IEEE float).</param>
public sealed record V4AudioFormat(
    string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SampleRate = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Channels = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Encoding = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BitDepth = null
)
{
    /// <summary>Samples of a format of the engine, as it is written on the wire.</summary>
    public static V4AudioFormat Of(AudioFormat format) =>
        new(StreamFormatNames.Pcm, format.SampleRate, format.Channels, SampleEncodingNames.NameOf(format.Encoding));

    /// <summary>What surrounds the samples.</summary>
    public AudioContainer ToContainer() => StreamFormatNames.ContainerOf(Format);

    /// <summary>The format of the samples; <see langword="null"/>: the stream says it.</summary>
    /// <exception cref="V4Exception">
    /// <see cref="V4ErrorCodes.UnsupportedFormat"/>: it cannot be played; <see cref="V4ErrorCodes.InvalidField"/>: a
    /// field is missing. The message names the field.
    /// </exception>
    public AudioFormat? ToAudioFormat()
    {
        if (!StreamFormatNames.IsKnown(Format))
        {
            throw Unsupported(
                $"Unsupported format: {V4Fields.Show(Format)}; it is one of {string.Join(", ", StreamFormatNames.All)}"
            );
        }
        bool saysNothing = (SampleRate, Channels, Encoding, BitDepth) is (null, null, null, null);
        if (saysNothing && !StreamFormatNames.NeedsSamples(Format))
            return null;
        int rate = SampleRate ?? throw V4Fields.Missing("audioFormat.sampleRate");
        int channels = Channels ?? throw V4Fields.Missing("audioFormat.channels");
        var format = new AudioFormat(ToEncoding(), rate, channels);
        if (rate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
        {
            throw Unsupported(
                $"Unsupported sample rate: {rate}; "
                    + $"it is {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz"
            );
        }

        return format.IsPlayable ? format : throw Unsupported($"Unsupported channel count: {channels}");
    }

    private SampleEncoding ToEncoding()
    {
        if (Encoding is not null)
        {
            return SampleEncodingNames.TryParse(Encoding, out SampleEncoding encoding)
                ? encoding
                : throw Unsupported(
                    $"Unsupported encoding: {V4Fields.Show(Encoding)}; "
                        + $"known are {string.Join(", ", SampleEncodingNames.All)}"
                );
        }
        if (BitDepth is not { } bits)
            throw V4Fields.Missing("audioFormat.encoding or audioFormat.bitDepth");
        return BitDepths.TryGetEncoding(bits, out SampleEncoding ofBits)
            ? ofBits
            : throw Unsupported($"Unsupported bit depth: {bits}");
    }

    private static V4Exception Unsupported(string message) => new(V4ErrorCodes.UnsupportedFormat, message);
}
