using System.Buffers;
using System.Text.Json;

namespace Audio.Protocol;

/// <summary>Reads the <c>type</c> of a message that is not carried out, to log that it was refused.</summary>
public static class MessageType
{
    private const int Longest = 40;

    /// <summary>
    /// The <c>type</c> of a message of any protocol version, as the client wrote it, cut to 40 characters.
    /// </summary>
    /// <param name="json">The message; any bytes at all.</param>
    /// <returns><see langword="null"/> if it is not a JSON object, or has no <c>type</c> that is a string.</returns>
    public static string? Of(ReadOnlySequence<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType && reader.TokenType == JsonTokenType.String)
                    return reader.GetString() is { Length: > Longest } text ? text[..Longest] : reader.GetString();
                reader.Skip();
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            return null; // invalid UTF-8
        }
    }
}
