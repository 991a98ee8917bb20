using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Audio.Protocol.V3;

/// <summary>
/// Turns the text of a chunk into bytes, straight from the JSON. The old daemon decoded with Node's <c>Buffer.from</c>, so
/// what real encoders write is taken all the same: missing padding, the URL alphabet, line breaks.
/// </summary>
internal static class V3ChunkText
{
    private const byte NotInAnyAlphabet = (byte)'!';

    /// <summary>Decodes base64, in whichever alphabet and with whatever white space.</summary>
    /// <returns>Bytes written.</returns>
    public static int DecodeBase64(ReadOnlySpan<byte> text, bool isEscaped, Span<byte> destination)
    {
        if (!isEscaped && Base64.DecodeFromUtf8(text, destination, out _, out int written) == OperationStatus.Done)
            return written;

        byte[] rented = ArrayPool<byte>.Shared.Rent(text.Length + 3);
        try
        {
            int length = Normalize(text, isEscaped, rented);
            if (Base64.DecodeFromUtf8(rented.AsSpan(0, length), destination, out _, out written) == OperationStatus.Done)
                return written;
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
        if (isEscaped || Convert.FromHexString(text, destination, out int consumed, out int written) != OperationStatus.Done || consumed != text.Length)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "Invalid chunk: it is not hex");
        return written;
    }

    /// <summary>A value for an error message, cut short.</summary>
    public static string Show(ReadOnlySpan<byte> text) =>
        text.Length <= 40 ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..40]) + "…";

    /// <summary>Unescapes, takes white space out, turns <c>-_</c> into <c>+/</c>, and pads.</summary>
    private static int Normalize(ReadOnlySpan<byte> text, bool isEscaped, Span<byte> destination)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte b = text[i];
            if (isEscaped && b == '\\')
                b = Unescape(text, ref i);
            switch (b)
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'=':
                    break;
                case (byte)'-':
                    destination[length++] = (byte)'+';
                    break;
                case (byte)'_':
                    destination[length++] = (byte)'/';
                    break;
                default:
                    destination[length++] = b;
                    break;
            }
        }
        while (length % 4 != 0)
            destination[length++] = (byte)'=';
        return length;
    }

    /// <summary>One JSON escape; the reader has made sure that it is whole.</summary>
    private static byte Unescape(ReadOnlySpan<byte> text, ref int i)
    {
        byte kind = text[++i];
        if (kind != 'u')
            return kind is (byte)'n' or (byte)'r' or (byte)'t' ? (byte)' ' : kind;
        bool isCode = Utf8Parser.TryParse(text.Slice(i + 1, 4), out ushort code, out _, 'x');
        i += 4;
        return isCode && code < 128 ? (byte)code : NotInAnyAlphabet;
    }
}
