using System.Buffers;
using System.Buffers.Text;

namespace Audio.Protocol.V3;

/// <summary>
/// Decodes the text of a chunk to bytes, straight from the JSON. The old daemon used Node's <c>Buffer.from</c>, so
/// missing padding, the URL alphabet and line breaks are accepted.
/// </summary>
internal static class V3ChunkText
{
    /// <summary>
    /// How many characters of a value an error message repeats; the value itself may be as long as a message.
    /// </summary>
    private const int ShownLength = 40;

    private const byte NotInAnyAlphabet = (byte)'!';

    /// <summary>Decodes base64 in either alphabet, with any white space.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeBase64(ReadOnlySpan<byte> text, bool isEscaped, Span<byte> destination)
    {
        if (!isEscaped && Base64.DecodeFromUtf8(text, destination, out _, out int written) == OperationStatus.Done)
            return written;

        byte[] rented = ArrayPool<byte>.Shared.Rent(text.Length + 3);
        try
        {
            int length = Normalize(rented, Unescape(text, isEscaped, rented));
            if (
                Base64.DecodeFromUtf8(rented.AsSpan(0, length), destination, out _, out written) == OperationStatus.Done
            )
            {
                return written;
            }

            throw new ProtocolException(ProtocolErrorCode.Malformed, "Invalid chunk: it is not base64");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Decodes pairs of hexadecimal digits.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeHex(ReadOnlySpan<byte> text, bool isEscaped, Span<byte> destination)
    {
        if (!isEscaped)
            return DecodeHexDigits(text, destination);

        byte[] rented = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            return DecodeHexDigits(rented.AsSpan(0, Unescape(text, isEscaped, rented)), destination);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A value as an error message repeats it.</summary>
    public static string Show(ReadOnlySpan<byte> text) => ShortText.Of(text, ShownLength);

    /// <inheritdoc cref="Show(ReadOnlySpan{byte})"/>
    public static string Show(string text) => ShortText.Of(text, ShownLength);

    private static int DecodeHexDigits(ReadOnlySpan<byte> digits, Span<byte> destination)
    {
        if (
            Convert.FromHexString(digits, destination, out int consumed, out int written) != OperationStatus.Done
            || consumed != digits.Length
        )
        {
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Invalid chunk: it is not hex");
        }

        return written;
    }

    /// <summary>
    /// Normalizes in place: removes white space and padding, replaces <c>-_</c> by <c>+/</c>, and pads again.
    /// </summary>
    /// <returns>The new length, at most 3 more than before.</returns>
    private static int Normalize(Span<byte> text, int count)
    {
        int length = 0;
        foreach (byte b in text[..count])
        {
            switch (b)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'=':
                    break;
                case (byte)'-':
                    text[length++] = (byte)'+';
                    break;
                case (byte)'_':
                    text[length++] = (byte)'/';
                    break;
                default:
                    text[length++] = b;
                    break;
            }
        }
        while (length % 4 != 0)
            text[length++] = (byte)'=';
        return length;
    }

    /// <summary>Unescapes a JSON string; the reader has checked its escapes.</summary>
    /// <returns>Bytes written, never more than the text has.</returns>
    private static int Unescape(ReadOnlySpan<byte> text, bool isEscaped, Span<byte> destination)
    {
        if (!isEscaped)
        {
            text.CopyTo(destination);
            return text.Length;
        }

        int length = 0;
        for (int i = 0; i < text.Length; i++)
            destination[length++] = text[i] == '\\' ? UnescapeOne(text, ref i) : text[i];
        return length;
    }

    private static byte UnescapeOne(ReadOnlySpan<byte> text, ref int i)
    {
        byte kind = text[++i];
        switch (kind)
        {
            case (byte)'n':
                return (byte)'\n';
            case (byte)'r':
                return (byte)'\r';
            case (byte)'t':
                return (byte)'\t';
            case (byte)'b' or (byte)'f':
                return NotInAnyAlphabet; // backspace and form feed, not the letters b and f, which are digits
            case (byte)'u':
                bool isCode = Utf8Parser.TryParse(text.Slice(i + 1, 4), out ushort code, out _, 'x');
                i += 4;
                return isCode && code < 128 ? (byte)code : NotInAnyAlphabet;
            default:
                return kind;
        }
    }
}
