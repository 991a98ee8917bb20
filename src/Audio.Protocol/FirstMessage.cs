using System.Text.Json;

namespace Audio.Protocol;

/// <summary>
/// Tells the JSON wires that share a port apart: version 2 and version 3 greet alike, and only what the client says
/// first differs.
/// </summary>
public static class FirstMessage
{
    /// <summary>The bytes of a message that is still arriving within which its version is looked for.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The version of the client that sends this message.</summary>
    /// <param name="json">The message, or its beginning.</param>
    /// <param name="isWhole">Whether nothing follows.</param>
    /// <returns>2, 3, or 0: this message does not tell.</returns>
    public static int VersionOf(ReadOnlySpan<byte> json, bool isWhole)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isWhole, state: default);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? VersionOf(ref reader) : 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return 0; // not JSON, or a string with invalid UTF-8
        }
    }

    private static int VersionOf(ref Utf8JsonReader reader)
    {
        bool isChunk = false;
        bool hasData = false;
        bool hasText = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = reader.ValueTextEquals("type"u8);
            bool isData = reader.ValueTextEquals("data"u8);
            bool isText = reader.ValueTextEquals("chunk"u8);
            if (!reader.Read())
                return 0;
            hasData |= isData && reader.TokenType == JsonTokenType.StartObject;
            hasText |= isText && reader.TokenType == JsonTokenType.String;
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                if (VersionOfType(ref reader) is not 0 and var version)
                    return version;
                isChunk = reader.ValueTextEquals("audio_chunk"u8);
            }

            if (isChunk && (hasData || hasText))
                return hasData ? 2 : 3;
            if (!reader.TrySkip())
                return 0;
        }

        return 0;
    }

    private static int VersionOfType(ref Utf8JsonReader reader)
    {
        bool isV2 =
            reader.ValueTextEquals("control"u8)
            || reader.ValueTextEquals("heartbeat"u8)
            || reader.ValueTextEquals("end_stream"u8)
            || reader.ValueTextEquals("timing_analysis"u8)
            || reader.ValueTextEquals("flow_control"u8)
            || reader.ValueTextEquals("status"u8)
            || reader.ValueTextEquals("start"u8)
            || reader.ValueTextEquals("stop"u8)
            || reader.ValueTextEquals("pause"u8)
            || reader.ValueTextEquals("resume"u8);
        bool isV3 =
            reader.ValueTextEquals("start_session"u8)
            || reader.ValueTextEquals("ping"u8)
            || reader.ValueTextEquals("get_status"u8)
            || reader.ValueTextEquals("stop_session"u8);
        return isV2 ? 2
            : isV3 ? 3
            : 0;
    }
}
