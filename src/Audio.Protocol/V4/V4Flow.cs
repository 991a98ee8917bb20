using System.Text.Json;

namespace Audio.Protocol.V4;

/// <summary>
/// The <c>flow</c> message without allocations: it comes several times a second for each session.
/// <c>{"type":"flow","sessionId":"…","handle":1,"received":4800,"limit":1444800,"played":2400}</c>
/// </summary>
/// <param name="Handle">The session's handle on this connection.</param>
/// <param name="Received">Bytes of its stream that are here.</param>
/// <param name="Limit">The offset up to which the client may send; never falls.</param>
/// <param name="Played">Bytes of its stream that were heard.</param>
public readonly record struct V4Flow(uint Handle, long Received, long Limit, long Played)
{
    /// <summary>The longest such message.</summary>
    public const int MaxLength = 256;

    private static ReadOnlySpan<byte> Start => "{\"type\":\"flow\",\"sessionId\":\""u8;

    /// <summary>Writes the message.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes.</param>
    /// <param name="sessionId">The session's name: see <see cref="SessionNames.IsName"/>, so nothing in it needs an escape.</param>
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
        Append(destination, "}"u8, ref length);
        return length;
    }

    /// <summary>Reads a message that is a <c>flow</c> with its <c>type</c> in front; any other is left to <see cref="V4ServerMessages.Read"/>.</summary>
    /// <returns>Whether it is one.</returns>
    /// <exception cref="ProtocolException">It is one, and is broken.</exception>
    public static bool TryRead(ReadOnlySpan<byte> json, out V4Flow flow)
    {
        flow = default;
        if (!json.StartsWith(Start[..14]))
            return false;
        long handle = -1, received = -1, limit = -1, played = -1;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("handle"u8)) handle = Number(ref reader);
                else if (reader.ValueTextEquals("received"u8)) received = Number(ref reader);
                else if (reader.ValueTextEquals("limit"u8)) limit = Number(ref reader);
                else if (reader.ValueTextEquals("played"u8)) played = Number(ref reader);
                else reader.Skip();
            }
            reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, $"A broken flow message: {e.Message}", e);
        }
        if (handle is < 0 or > uint.MaxValue || received < 0 || limit < 0 || played < 0)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "A flow message has handle, received, limit and played, none negative.");
        flow = new V4Flow((uint)handle, received, limit, played);
        return true;
    }

    private static long Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number))
            return number;
        reader.Skip();
        return -1;
    }

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
