using System.Text.Json.Serialization;

namespace Audio.Protocol.V4;

/// <summary>The <c>audioFormat</c> of a session.</summary>
/// <param name="Format"><c>pcm</c>, or <c>wav</c>: a RIFF header may stand first, and its format then counts.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Encoding">
/// How a sample is written, a name of <see cref="SampleEncodingNames"/>; stands in place of <paramref
/// name="BitDepth"/>.
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
    /// <summary>The container's name for samples alone.</summary>
    public const string Pcm = "pcm";

    /// <summary>The container's name for RIFF/WAVE.</summary>
    public const string Wav = "wav";

    /// <summary>The same as a format of the engine is said on the wire.</summary>
    public static V4AudioFormat Of(AudioFormat format, AudioContainer container = AudioContainer.Raw) =>
        new(
            container == AudioContainer.Wav ? Wav : Pcm,
            format.SampleRate,
            format.Channels,
            SampleEncodingNames.NameOf(format.Encoding)
        );

    /// <summary>Whether a header may stand in front of the samples.</summary>
    public AudioContainer ToContainer() => Format == Wav ? AudioContainer.Wav : AudioContainer.Raw;

    /// <summary>The same for the engine.</summary>
    /// <exception cref="V4Exception">
    /// <see cref="V4ErrorCodes.UnsupportedFormat"/>: it cannot be played; the message says which field.
    /// </exception>
    public AudioFormat ToAudioFormat()
    {
        if (Format is not (Pcm or Wav))
            throw Unsupported($"Unsupported format: {V4Fields.Show(Format)}; it is pcm or wav");
        var format = new AudioFormat(ToEncoding(), SampleRate, Channels);
        if (SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate)
        {
            throw Unsupported(
                $"Unsupported sample rate: {SampleRate}; it is {AudioFormat.MinSampleRate} to {AudioFormat.MaxSampleRate} Hz"
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
                    $"Unsupported encoding: {V4Fields.Show(Encoding)}; known are {string.Join(", ", SampleEncodingNames.All)}"
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
