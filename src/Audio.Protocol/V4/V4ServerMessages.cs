using System.Text.Json;

namespace Audio.Protocol.V4;

/// <summary>Reads and writes the messages of the daemon: JSON objects in UTF-8.</summary>
public static class V4ServerMessages
{
    /// <summary>Writes a message.</summary>
    public static byte[] Write(V4ServerMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), V4Json.Default);

    /// <summary>Reads a message.</summary>
    /// <param name="json">The whole message.</param>
    /// <returns>The message; <see langword="null"/> for one of a later version, which is to be ignored.</returns>
    /// <exception cref="ProtocolException">It is not a message of a daemon.</exception>
    public static V4ServerMessage? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            V4ServerMessage? message = TypeOf(json) switch
            {
                "welcome" => JsonSerializer.Deserialize(json, V4Json.Default.V4Welcome),
                "pong" => JsonSerializer.Deserialize(json, V4Json.Default.V4Pong),
                "status" => JsonSerializer.Deserialize(json, V4Json.Default.V4Status),
                "session_started" => JsonSerializer.Deserialize(json, V4Json.Default.V4SessionStarted),
                "session_stopped" => JsonSerializer.Deserialize(json, V4Json.Default.V4SessionStopped),
                "session_changed" => JsonSerializer.Deserialize(json, V4Json.Default.V4SessionChanged),
                "mark_set" => JsonSerializer.Deserialize(json, V4Json.Default.V4MarkSet),
                "resumed" => JsonSerializer.Deserialize(json, V4Json.Default.V4Resumed),
                "flow" => JsonSerializer.Deserialize(json, V4Json.Default.V4FlowMessage),
                "playing" => JsonSerializer.Deserialize(json, V4Json.Default.V4Playing),
                "underrun" => JsonSerializer.Deserialize(json, V4Json.Default.V4Underrun),
                "paused" => JsonSerializer.Deserialize(json, V4Json.Default.V4Paused),
                "session_queued" => JsonSerializer.Deserialize(json, V4Json.Default.V4SessionQueued),
                "playback_resumed" => JsonSerializer.Deserialize(json, V4Json.Default.V4PlaybackResumed),
                "mark_heard" => JsonSerializer.Deserialize(json, V4Json.Default.V4MarkHeard),
                "session_ended" => JsonSerializer.Deserialize(json, V4Json.Default.V4SessionEnded),
                "error" => JsonSerializer.Deserialize(json, V4Json.Default.V4Error),
                _ => null,
            };
            Check(message);
            return message;
        }
        catch (JsonException e)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"The daemon sent no message of version 4: {e.Message}",
                e
            );
        }
        catch (InvalidOperationException e)
        {
            // A string with invalid UTF-8 is found only when it is compared.
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"The daemon sent no message of version 4: {e.Message}",
                e
            );
        }
    }

    /// <summary>
    /// What the types do not guarantee: no list contains null, no count of bytes is negative, and every number is
    /// finite (1e400 is not).
    /// </summary>
    private static void Check(V4ServerMessage? message)
    {
        bool isWhole = message switch
        {
            V4FlowMessage flow => flow.Received >= 0 && flow.Limit >= 0 && flow.Played >= 0,
            V4Status status => status.Sessions.All(IsWhole),
            V4Resumed resumed => resumed.Sessions.All(IsWhole)
                && resumed.Ended.All(static ended => ended is not null && IsFinite(ended)),
            V4SessionStarted started => started.Limit >= 0,
            V4MarkSet mark => mark.Offset >= 0,
            V4MarkHeard mark => mark.Offset >= 0,
            V4SessionChanged changed => IsFinite(changed.Volume),
            V4Playing playing => IsFinite(playing.TtfaMs) && IsFinite(playing.DecodedMs) && IsFinite(playing.MixedMs),
            V4SessionEnded ended => IsFinite(ended),
            V4Error error => error.Received is null or >= 0,
            _ => true,
        };
        if (!isWhole)
        {
            throw new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"The daemon sent a {message!.Type} with a negative count of bytes, a null in a list, "
                    + "or a number beyond all numbers."
            );
        }
    }

    private static bool IsWhole(V4SessionStatus? session) =>
        session is { Received: >= 0, Limit: >= 0, Played: >= 0 } && IsFinite(session.Volume);

    private static bool IsFinite(V4SessionEnded ended) => IsFinite(ended.TtfaMs) && IsFinite(ended.Inaudible?.Ms);

    private static bool IsFinite(double? number) => number is null || double.IsFinite(number.Value);

    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "A message of the daemon is a JSON object.");
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType)
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
        }

        // Throws if text follows the object.
        reader.Read();
        return type;
    }
}
