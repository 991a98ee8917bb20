using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>The <c>audioFormat</c> of a session.</summary>
/// <param name="Format">
/// <c>pcm</c>, or <c>wav</c>: the stream may begin with a RIFF header, which then says the format.
/// </param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">
/// The encoding, a name of <see cref="SampleEncodingNames"/>; takes precedence over <paramref name="BitDepth"/>.
/// </param>
/// <param name="BitDepth">As in version 3: 8 (unsigned), 16, 24 (signed) or 32 (IEEE float).</param>
public sealed record V4AudioFormat(
    string Format,
    int SampleRate,
    int Channels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Encoding = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BitDepth = null
)
{
    /// <summary>The <c>format</c> of samples without a container.</summary>
    public const string Pcm = "pcm";

    /// <summary>The <c>format</c> of RIFF/WAVE.</summary>
    public const string Wav = "wav";

    /// <summary>A format of the engine, as it is written on the wire.</summary>
    public static V4AudioFormat Of(AudioFormat format, AudioContainer container = AudioContainer.Raw) =>
        new(
            container == AudioContainer.Wav ? Wav : Pcm,
            format.SampleRate,
            format.Channels,
            SampleEncodingNames.NameOf(format.Encoding)
        );

    /// <summary>Whether the stream may begin with a header.</summary>
    public AudioContainer ToContainer() => Format == Wav ? AudioContainer.Wav : AudioContainer.Raw;

    /// <summary>The format, as the engine takes it.</summary>
    /// <exception cref="V4Exception">
    /// <see cref="V4ErrorCodes.UnsupportedFormat"/>: it cannot be played; the message names the field.
    /// </exception>
    public AudioFormat ToAudioFormat()
    {
        if (Format is not (Pcm or Wav))
            throw Unsupported($"Unsupported format: {V4Fields.Show(Format)}; it is pcm or wav");
        var format = new AudioFormat(ToEncoding(), SampleRate, Channels);
        if (SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
        {
            throw Unsupported(
                $"Unsupported sample rate: {SampleRate}; "
                    + $"it is {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz"
            );
        }

        return format.IsPlayable ? format : throw Unsupported($"Unsupported channel count: {Channels}");
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
