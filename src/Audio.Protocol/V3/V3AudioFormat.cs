using System.Text.Json;

namespace Audio.Protocol.V3;

/// <summary>
/// The <c>audioFormat</c> of a version 3 session: what the client asked for, and the figures that follow from it.
/// </summary>
/// <param name="Format"><c>pcm</c> or <c>wav</c>.</param>
/// <param name="SampleRate">In hertz.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="BitDepth">8 (unsigned), 16, 24 (signed) or 32 (IEEE float).</param>
/// <param name="BytesPerSample">Bytes of one sample of one channel.</param>
/// <param name="BytesPerSecond">Bytes of one second of all channels.</param>
public sealed record V3AudioFormat(
    string Format,
    int SampleRate,
    int Channels,
    int BitDepth,
    int BytesPerSample,
    long BytesPerSecond
)
{
    /// <summary>Whether the rate is a common one. Other rates are played too, with a warning in the log.</summary>
    public bool HasUsualRate() => SampleRate is 8_000 or 16_000 or 22_050 or 24_000 or 32_000 or 44_100 or 48_000;

    /// <summary>The format, as the engine takes it.</summary>
    public AudioFormat ToAudioFormat() =>
        new(
            BitDepths.TryGetEncoding(BitDepth, out SampleEncoding encoding) ? encoding : SampleEncoding.Float32Le,
            SampleRate,
            Channels
        );

    /// <summary>Whether the stream may begin with a header.</summary>
    public AudioContainer ToContainer() => Format == "wav" ? AudioContainer.Wav : AudioContainer.Raw;

    /// <summary>Reads the field of a <c>start_session</c>.</summary>
    /// <exception cref="ProtocolException">It is missing, malformed, or cannot be played.</exception>
    internal static V3AudioFormat Read(JsonElement message)
    {
        if (!message.TryGetProperty("audioFormat", out JsonElement fields) || fields.ValueKind == JsonValueKind.Null)
            throw InvalidField("Missing field: audioFormat");
        if (fields.ValueKind != JsonValueKind.Object)
            throw InvalidField("Invalid field: audioFormat must be an object");

        string format = ReadContainer(fields);
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
    private static string ReadContainer(JsonElement fields)
    {
        if (!fields.TryGetProperty("format", out JsonElement field) || field.ValueKind == JsonValueKind.Null)
            return "pcm";
        if (field.ValueKind != JsonValueKind.String)
            throw InvalidField("Invalid field: audioFormat.format must be a string");
        string format = field.GetString()!;
        return format is "pcm" or "wav" ? format : throw Unsupported($"Unsupported format: {V3ChunkText.Show(format)}");
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
