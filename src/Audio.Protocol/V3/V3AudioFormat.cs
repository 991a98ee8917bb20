using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audio.Protocol.V3;

/// <summary>
/// The <c>audioFormat</c> of a version 3 session: what the client asked for, and the figures that follow from it.
/// </summary>
/// <param name="Format">
/// A name of <see cref="StreamFormatNames"/>. With any but <c>pcm</c> and <c>wav</c> the others may be left out.
/// </param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="BitDepth">8 (unsigned), 16, 24 (signed) or 32 (IEEE float).</param>
/// <param name="BytesPerSample">Bytes of one sample of one channel.</param>
/// <param name="BytesPerSecond">Bytes of one second of all channels.</param>
public sealed record V3AudioFormat(
    string Format,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? SampleRate = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Channels = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BitDepth = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? BytesPerSample = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? BytesPerSecond = null
)
{
    private static readonly string[] Numbers = ["sampleRate", "channels", "bitDepth"];

    /// <summary>Whether the rate is a common one. Other rates are played too, with a warning in the log.</summary>
    public bool HasUsualRate() =>
        SampleRate is null or 8_000 or 16_000 or 22_050 or 24_000 or 32_000 or 44_100 or 48_000;

    /// <summary>
    /// The format of the samples, as the engine takes it; <see langword="null"/>: the stream says it.
    /// </summary>
    public AudioFormat? ToAudioFormat() =>
        SampleRate is { } rate && Channels is { } channels && BitDepth is { } bits
            ? new AudioFormat(
                BitDepths.TryGetEncoding(bits, out SampleEncoding encoding) ? encoding : SampleEncoding.Float32Le,
                rate,
                channels
            )
            : null;

    /// <summary>What surrounds the samples.</summary>
    public AudioContainer ToContainer() => StreamFormatNames.ContainerOf(Format);

    /// <summary>Reads the field of a <c>start_session</c>.</summary>
    /// <exception cref="ProtocolException">It is missing, malformed, or cannot be played.</exception>
    internal static V3AudioFormat Read(JsonElement message)
    {
        if (!message.TryGetProperty("audioFormat", out JsonElement fields) || fields.ValueKind == JsonValueKind.Null)
            throw InvalidField("Missing field: audioFormat");
        if (fields.ValueKind != JsonValueKind.Object)
            throw InvalidField("Invalid field: audioFormat must be an object");

        string format = ReadName(fields);
        if (!StreamFormatNames.NeedsSamples(format) && Numbers.All(name => !IsGiven(fields, name)))
            return new V3AudioFormat(format);
        JsonElement rateField = Number(fields, "sampleRate");
        JsonElement channelField = Number(fields, "channels");
        JsonElement depthField = Number(fields, "bitDepth");
        if (!TryGetWhole(channelField, out int channels) || channels is not (1 or 2))
            throw Unsupported($"Unsupported channel count: {V3ChunkText.Show(channelField.GetRawText())}");
        if (
            !TryGetWhole(depthField, out int bitDepth)
            || !BitDepths.TryGetEncoding(bitDepth, out SampleEncoding encoding)
        )
        {
            throw Unsupported($"Unsupported bit depth: {V3ChunkText.Show(depthField.GetRawText())}");
        }

        if (
            !TryGetWhole(rateField, out int sampleRate)
            || sampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate
        )
        {
            throw Unsupported($"Unsupported sample rate: {V3ChunkText.Show(rateField.GetRawText())}");
        }

        var playable = new AudioFormat(encoding, sampleRate, channels);
        return new V3AudioFormat(
            format,
            sampleRate,
            channels,
            bitDepth,
            playable.BytesPerSample,
            playable.BytesPerSecond
        );
    }

    /// <summary>The default is samples without a container.</summary>
    private static bool IsGiven(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out JsonElement field) && field.ValueKind != JsonValueKind.Null;

    private static string ReadName(JsonElement fields)
    {
        if (!fields.TryGetProperty("format", out JsonElement field) || field.ValueKind == JsonValueKind.Null)
            return StreamFormatNames.Pcm;
        if (field.ValueKind != JsonValueKind.String)
            throw InvalidField("Invalid field: audioFormat.format must be a string");
        string format = field.GetString()!;
        return StreamFormatNames.IsKnown(format)
            ? format
            : throw Unsupported($"Unsupported format: {V3ChunkText.Show(format)}");
    }

    private static JsonElement Number(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out JsonElement field) || field.ValueKind == JsonValueKind.Null)
            throw InvalidField($"Missing field: audioFormat.{name}");
        if (field.ValueKind != JsonValueKind.Number)
            throw InvalidField($"Invalid field: audioFormat.{name} must be a number");
        return field;
    }

    /// <summary>
    /// JSON has one number type: 24000, 24000.0 and 2.4e4 are equal for a client, and were for the old daemon.
    /// </summary>
    private static bool TryGetWhole(JsonElement number, out int value)
    {
        if (number.TryGetInt32(out value))
            return true;
        bool isWhole =
            number.TryGetDouble(out double real)
            && real is >= int.MinValue and <= int.MaxValue
            && double.IsInteger(real);
        value = isWhole ? (int)real : 0;
        return isWhole;
    }

    private static ProtocolException InvalidField(string message) => new(ProtocolErrorCode.InvalidField, message);

    private static ProtocolException Unsupported(string message) => new(ProtocolErrorCode.Unsupported, message);
}
