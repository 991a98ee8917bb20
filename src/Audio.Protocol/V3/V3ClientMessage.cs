using System.Text.Json;

namespace Audio.Protocol.V3;

/// <summary>
/// A message of a version 3 client: a JSON object in UTF-8. Reading makes one pass over the bytes and allocates
/// nothing. A chunk stays in the message until <see cref="DecodeChunk"/> decodes it.
/// </summary>
public readonly ref struct V3ClientMessage
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly ReadOnlySpan<byte> _chunk; // the JSON string without its quotes
    private readonly ReadOnlySpan<byte> _encodingName; // same, for an error message
    private readonly JsonTokenType _chunkType;
    private readonly ChunkEncoding _encoding;
    private readonly bool _chunkIsEscaped;

    private V3ClientMessage(ReadOnlySpan<byte> json)
    {
        _json = json;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            // Read on: text after the value would be invalid JSON.
            reader.Skip();
            reader.Read();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field field = FieldOf(ref reader);
            reader.Read();
            switch (field)
            {
                case Field.Type:
                    Kind = KindOf(ref reader);
                    break;
                case Field.Chunk:
                    _chunkType = reader.TokenType;
                    _chunk = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
                    _chunkIsEscaped = reader.ValueIsEscaped;
                    break;
                case Field.Encoding:
                    _encoding = EncodingOf(ref reader);
                    _encodingName = reader.ValueSpan;
                    break;
                case Field.Mode:
                    IsCancel = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("cancel"u8);
                    break;
            }
            reader.Skip();
        }
        reader.Read();
    }

    private enum Field
    {
        Other,
        Type,
        Chunk,
        Encoding,
        Mode,
    }

    private enum ChunkEncoding
    {
        Base64,
        Hex,
        Unknown,
        NotAString,
    }

    /// <summary>The type of the message.</summary>
    public V3MessageKind Kind { get; }

    /// <summary>
    /// For <see cref="V3MessageKind.StopSession"/>: whether it has <c>"mode":"cancel"</c>, which cancels the session.
    /// </summary>
    public bool IsCancel { get; }

    /// <summary>
    /// The maximum that <see cref="DecodeChunk"/> writes: a chunk never decodes to more bytes than its text has.
    /// </summary>
    public int MaxChunkBytes => _chunk.Length;

    /// <summary>Reads a message.</summary>
    /// <param name="json">The whole message; must not change while the result is used.</param>
    /// <exception cref="ProtocolException">
    /// <see cref="ProtocolErrorCode.Malformed"/>: it is not JSON; the message says where.
    /// </exception>
    public static V3ClientMessage Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return new V3ClientMessage(json);
        }
        catch (JsonException e)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Invalid JSON: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string with invalid UTF-8 is found only when it is compared.
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Invalid JSON: {e.Message}", e);
        }
    }

    /// <summary>For <see cref="V3MessageKind.AudioChunk"/>: decodes the chunk.</summary>
    /// <param name="destination">Room for <see cref="MaxChunkBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ProtocolException">There is no chunk, or it does not match its encoding.</exception>
    public int DecodeChunk(Span<byte> destination)
    {
        if (_chunkType == JsonTokenType.None)
            throw InvalidField("Missing field: chunk");
        if (_chunkType != JsonTokenType.String)
            throw InvalidField("Invalid field: chunk must be a string");
        return _encoding switch
        {
            ChunkEncoding.Base64 => V3ChunkText.DecodeBase64(_chunk, _chunkIsEscaped, destination),
            ChunkEncoding.Hex => V3ChunkText.DecodeHex(_chunk, _chunkIsEscaped, destination),
            ChunkEncoding.NotAString => throw InvalidField("Invalid field: encoding must be a string"),
            _ => throw new ProtocolException(
                ProtocolErrorCode.Unsupported,
                $"Unsupported encoding: {V3ChunkText.Show(_encodingName)}; a chunk is base64 or hex"
            ),
        };
    }

    /// <summary>For <see cref="V3MessageKind.StartSession"/>: the format that it asks for.</summary>
    /// <exception cref="ProtocolException">
    /// It is missing, malformed, or cannot be played; the message is meant for the client.
    /// </exception>
    public V3AudioFormat ReadAudioFormat()
    {
        var reader = new Utf8JsonReader(_json);
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return V3AudioFormat.Read(document.RootElement);
        }
        catch (InvalidOperationException e)
        {
            // A string with a lone surrogate.
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Invalid JSON: {e.Message}", e);
        }
    }

    /// <summary>For <see cref="V3MessageKind.StartSession"/>: the jitter setting that it asks for.</summary>
    /// <exception cref="ProtocolException">The value is not valid; the message is meant for the client.</exception>
    public SessionJitter ReadJitter() =>
        ReadField(static root =>
            SessionJitterField.TryRead(root, out SessionJitter jitter)
                ? jitter
                : throw InvalidField($"Invalid field: jitter must be {SessionJitter.Rule}")
        );

    /// <summary>
    /// For <see cref="V3MessageKind.StartSession"/>: how much sound may be buffered; <see langword="null"/>: no limit.
    /// </summary>
    /// <exception cref="ProtocolException">The value is not valid; the message is meant for the client.</exception>
    public TimeSpan? ReadMaxLatency() =>
        ReadField(static root =>
            SessionLatency.TryRead(root, out TimeSpan? latency)
                ? latency
                : throw InvalidField($"Invalid field: maxLatency must be {SessionLatency.Rule}")
        );

    private T ReadField<T>(Func<JsonElement, T> read)
    {
        var reader = new Utf8JsonReader(_json);
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return read(document.RootElement);
        }
        catch (InvalidOperationException e)
        {
            // A string with a lone surrogate.
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"Invalid JSON: {e.Message}", e);
        }
    }

    private static Field FieldOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("type"u8) ? Field.Type
        : reader.ValueTextEquals("chunk"u8) ? Field.Chunk
        : reader.ValueTextEquals("encoding"u8) ? Field.Encoding
        : reader.ValueTextEquals("mode"u8) ? Field.Mode
        : Field.Other;

    private static V3MessageKind KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return V3MessageKind.Unknown;
        return reader.ValueTextEquals("audio_chunk"u8) ? V3MessageKind.AudioChunk
            : reader.ValueTextEquals("ping"u8) ? V3MessageKind.Ping
            : reader.ValueTextEquals("start_session"u8) ? V3MessageKind.StartSession
            : reader.ValueTextEquals("stop_session"u8) ? V3MessageKind.StopSession
            : reader.ValueTextEquals("get_status"u8) ? V3MessageKind.GetStatus
            : V3MessageKind.Unknown;
    }

    private static ChunkEncoding EncodingOf(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => ChunkEncoding.Base64,
            JsonTokenType.String when reader.ValueTextEquals("base64"u8) => ChunkEncoding.Base64,
            JsonTokenType.String when reader.ValueTextEquals("hex"u8) => ChunkEncoding.Hex,
            JsonTokenType.String => ChunkEncoding.Unknown,
            _ => ChunkEncoding.NotAString,
        };

    private static ProtocolException InvalidField(string message) => new(ProtocolErrorCode.InvalidField, message);
}
