using System.Text.Json;

namespace Audio.Protocol.V4;

/// <summary>Reads and writes the messages of clients: JSON objects in UTF-8.</summary>
public static class V4ClientMessages
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Writes a message.</summary>
    public static byte[] Write(V4ClientMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), V4Json.Default);

    /// <summary>Reads a message. Unknown fields are ignored. If a field occurs twice, the last one counts.</summary>
    /// <param name="json">The whole message.</param>
    /// <param name="requestId">Its <c>requestId</c>, if it has one; given even if the rest is refused.</param>
    /// <exception cref="V4Exception">
    /// It is not a valid message; the exception is the <c>error</c> to answer with.
    /// </exception>
    public static V4ClientMessage Read(ReadOnlyMemory<byte> json, out string? requestId)
    {
        requestId = null;
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new V4Exception(V4ErrorCodes.UnknownType, "A message is a JSON object");
            requestId = ReadRequestId(root);
            return Read(root) with { RequestId = requestId };
        }
        catch (JsonException e)
        {
            throw V4Fields.NotJson(e);
        }
        catch (InvalidOperationException e)
        {
            // A string with invalid UTF-16 is found only when it is read.
            throw V4Fields.NotJson(e);
        }
    }

    private static V4ClientMessage Read(JsonElement root)
    {
        string? type =
            root.TryGetProperty("type", out JsonElement field) && field.ValueKind == JsonValueKind.String
                ? field.GetString()
                : null;
        return type switch
        {
            "ping" => new V4Ping(),
            "get_status" => new V4GetStatus(),
            "start_session" => ReadStart(root),
            "stop_session" => new V4StopSession { SessionId = SessionId(root), Mode = Mode(root) },
            "cancel_session" => new V4CancelSession { SessionId = SessionId(root) },
            "pause_session" => new V4PauseSession { SessionId = SessionId(root) },
            "resume_session" => new V4ResumeSession { SessionId = SessionId(root) },
            "set_volume" => new V4SetVolume
            {
                SessionId = SessionId(root),
                Volume = Volume(root) ?? throw V4Fields.Missing("volume"),
            },
            "mark" => new V4Mark
            {
                SessionId = SessionId(root),
                Offset = Offset(root),
                Name = MarkName(root),
            },
            "resume" => new V4Resume { Token = V4Fields.Text(root, "token") },
            null => throw new V4Exception(
                V4ErrorCodes.UnknownType,
                "Unknown message type: a message has a string 'type'"
            ),
            _ => throw new V4Exception(V4ErrorCodes.UnknownType, $"Unknown message type: {V4Fields.Show(type)}"),
        };
    }

    private static V4StartSession ReadStart(JsonElement root)
    {
        JsonElement format = V4Fields.Object(root, "audioFormat");
        string? id = V4Fields.OptionalText(root, "sessionId");
        if (id is not null && SessionNames.Refusal(id) is { } refusal)
            throw V4Fields.Invalid($"sessionId {refusal}");
        var read = new V4AudioFormat(
            V4Fields.OptionalText(format, "format", "audioFormat.") ?? StreamFormatNames.Pcm,
            V4Fields.OptionalWhole(format, "sampleRate", "audioFormat."),
            V4Fields.OptionalWhole(format, "channels", "audioFormat."),
            V4Fields.OptionalText(format, "encoding", "audioFormat."),
            V4Fields.OptionalWhole(format, "bitDepth", "audioFormat.")
        );
        read.ToAudioFormat();
        V4StartSession start = new V4StartSession
        {
            AudioFormat = read,
            SessionId = id,
            Volume = Volume(root),
            Effects = Effects(root),
            MaxLatency = MaxLatency(root),
            Priority = V4Fields.OptionalText(root, "priority"),
            Channel = V4Fields.OptionalText(root, "channel"),
            Overlap = V4Fields.OptionalText(root, "overlap"),
            ExpiresAfter = V4Fields.OptionalNumber(root, "expiresAfter"),
            ResumeInterrupted = V4Fields.OptionalSwitch(root, "resumeInterrupted"),
        }.With(Jitter(root));
        start.ToEtiquette();
        return start;
    }

    private static string SessionId(JsonElement root) => V4Fields.Text(root, "sessionId");

    private static double? Volume(JsonElement root)
    {
        double? volume = V4Fields.OptionalNumber(root, "volume");
        return volume is null or (>= 0 and <= 4) ? volume : throw V4Fields.Invalid("volume is between 0 and 4");
    }

    /// <summary>Which effects exist is for the daemon to check.</summary>
    private static string? Effects(JsonElement root)
    {
        string? effects = V4Fields.OptionalText(root, "effects");
        return effects is null or { Length: <= V4StartSession.MaxEffectsLength }
            ? effects
            : throw V4Fields.Invalid($"effects has at most {V4StartSession.MaxEffectsLength} characters");
    }

    private static double? MaxLatency(JsonElement root) =>
        SessionLatency.TryRead(root, out TimeSpan? latency)
            ? latency?.TotalMilliseconds
            : throw V4Fields.Invalid($"maxLatency is {SessionLatency.Rule}");

    private static SessionJitter Jitter(JsonElement root) =>
        SessionJitterField.TryRead(root, out SessionJitter jitter)
            ? jitter
            : throw V4Fields.Invalid($"jitter is {SessionJitter.Rule}");

    private static long Offset(JsonElement root)
    {
        double offset = V4Fields.OptionalNumber(root, "offset") ?? throw V4Fields.Missing("offset");
        return offset >= 0 && offset <= V4Mark.MaxOffset && double.IsInteger(offset)
            ? (long)offset
            : throw V4Fields.Invalid("offset is a whole number, 0 or more");
    }

    private static string MarkName(JsonElement root)
    {
        string name = V4Fields.Text(root, "name");
        return name.Length is > 0 and <= V4Mark.MaxNameLength
            ? name
            : throw V4Fields.Invalid($"name has 1 to {V4Mark.MaxNameLength} characters");
    }

    private static string? Mode(JsonElement root)
    {
        string? mode = V4Fields.OptionalText(root, "mode");
        return mode is null or "drain" or V4StopSession.Cancel
            ? mode
            : throw V4Fields.Invalid("mode is drain or cancel");
    }

    private static string? ReadRequestId(JsonElement root)
    {
        string? id = V4Fields.OptionalText(root, "requestId");
        return id is null || id.Length <= V4Wire.MaxRequestIdLength
            ? id
            : throw V4Fields.Invalid($"requestId has at most {V4Wire.MaxRequestIdLength} characters");
    }
}
