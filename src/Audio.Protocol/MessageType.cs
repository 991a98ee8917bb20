using System.Buffers;
using System.Text.Json;

namespace Audio.Protocol;

/// <summary>What a message calls itself, where it is told of and not done: in a log, of one that was refused.</summary>
public static class MessageType
{
    private const int Longest = 40;

    /// <summary>
    /// The <c>type</c> of a message of any version, in the client's own words, at most 40 characters of it.
    /// </summary>
    /// <param name="json">The message; it may be anything at all.</param>
    /// <returns><see langword="null"/> where it is no JSON object, or has no string of that name.</returns>
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
            return null; // text that is no Unicode
        }
    }
}
