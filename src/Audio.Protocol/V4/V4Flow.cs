using System.Text.Json;

namespace Audio.Protocol.V4;

/// <summary>
/// The <c>flow</c> message, read and written without allocating, as it comes several times a second for each session.
/// <c>{"type":"flow","sessionId":"…","handle":1,"received":4800,"limit":1444800,"played":2400}</c>
/// </summary>
/// <param name="Handle">The session's handle on this connection.</param>
/// <param name="Received">The bytes of its stream that the daemon has received.</param>
/// <param name="Limit">The offset up to which the client may send; it never decreases.</param>
/// <param name="Played">The bytes of its stream that were heard.</param>
public readonly record struct V4Flow(uint Handle, long Received, long Limit, long Played)
{
    /// <summary>The maximum length of the message.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// For a stream whose first bytes say what it is: the milliseconds of it that were heard; null: none are known.
    /// </summary>
    public long? PlayedMs { get; init; }

    private static ReadOnlySpan<byte> Start => "{\"type\":\"flow\",\"sessionId\":\""u8;

    /// <summary>Writes the message.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="sessionId">The session id, which needs no escaping: see <see cref="SessionNames.IsName"/>.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> sessionId)
    {
        int length = 0;
        Append(destination, Start, ref length);
        Append(destination, sessionId, ref length);
        Append(destination, "\",\"handle\":"u8, ref length);
        Append(destination, Handle, ref length);
        Append(destination, ",\"received\":"u8, ref length);
        Append(destination, Received, ref length);
        Append(destination, ",\"limit\":"u8, ref length);
        Append(destination, Limit, ref length);
        Append(destination, ",\"played\":"u8, ref length);
        Append(destination, Played, ref length);
        if (PlayedMs is { } ms)
        {
            Append(destination, ",\"playedMs\":"u8, ref length);
            Append(destination, ms, ref length);
        }
        Append(destination, "}"u8, ref length);
        return length;
    }

    /// <summary>
    /// Reads a <c>flow</c> message whose first field is <c>type</c>; <see cref="V4ServerMessages.Read"/> reads all
    /// others. Both read the same from the same message. Allocates nothing unless the message has further fields,
    /// repeated fields or escapes.
    /// </summary>
    /// <returns>Whether it is such a message.</returns>
    /// <exception cref="ProtocolException">It is such a message, but invalid.</exception>
    public static bool TryRead(ReadOnlySpan<byte> json, out V4Flow flow)
    {
        flow = default;
        if (!json.StartsWith(Start[..14]))
            return false;
        if (TryReadPlain(json, out flow))
            return true;
        if (V4ServerMessages.Read(json) is not V4FlowMessage message)
            return false;
        flow = new V4Flow(message.Handle, message.Received, message.Limit, message.Played)
        {
            PlayedMs = message.PlayedMs,
        };
        return true;
    }

    /// <summary>Whether it is such a message with every field exactly once, and nothing else.</summary>
    private static bool TryReadPlain(ReadOnlySpan<byte> json, out V4Flow flow)
    {
        flow = default;
        long handle = -1,
            received = -1,
            limit = -1,
            played = -1,
            playedMs = -1;
        bool hasType = false,
            hasSession = false;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isPlain =
                    !reader.ValueIsEscaped
                    && reader.ValueSpan switch
                    {
                        var name when name.SequenceEqual("type"u8) => TakeText(ref reader, ref hasType),
                        var name when name.SequenceEqual("sessionId"u8) => TakeText(ref reader, ref hasSession),
                        var name when name.SequenceEqual("handle"u8) => TakeNumber(ref reader, ref handle),
                        var name when name.SequenceEqual("received"u8) => TakeNumber(ref reader, ref received),
                        var name when name.SequenceEqual("limit"u8) => TakeNumber(ref reader, ref limit),
                        var name when name.SequenceEqual("played"u8) => TakeNumber(ref reader, ref played),
                        var name when name.SequenceEqual("playedMs"u8) => TakeNumber(ref reader, ref playedMs),
                        _ => false,
                    };
                if (!isPlain)
                    return false;
            }
            reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
        if (!hasType || !hasSession || handle is < 0 or > uint.MaxValue || received < 0 || limit < 0 || played < 0)
            return false;
        flow = new V4Flow((uint)handle, received, limit, played) { PlayedMs = playedMs < 0 ? null : playedMs };
        return true;
    }

    private static bool TakeText(ref Utf8JsonReader reader, ref bool taken)
    {
        bool isFirst = !taken;
        taken = true;
        return isFirst
            && reader.Read()
            && reader.TokenType == JsonTokenType.String
            && !reader.ValueIsEscaped
            && System.Text.Ascii.IsValid(reader.ValueSpan);
    }

    private static bool TakeNumber(ref Utf8JsonReader reader, ref long number) =>
        number < 0
        && reader.Read()
        && reader.TokenType == JsonTokenType.Number
        && reader.TryGetInt64(out number)
        && number >= 0;

    private static void Append(Span<byte> destination, ReadOnlySpan<byte> text, ref int length)
    {
        text.CopyTo(destination[length..]);
        length += text.Length;
    }

    private static void Append(Span<byte> destination, long number, ref int length)
    {
        if (!System.Buffers.Text.Utf8Formatter.TryFormat(number, destination[length..], out int written))
            throw new ArgumentException($"A flow message has up to {MaxLength} bytes.", nameof(destination));
        length += written;
    }
}
