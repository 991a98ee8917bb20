using System.Buffers;
using System.Text;

namespace Audio.Core.Codecs.Wav;

/// <summary>A text of a <c>LIST INFO</c> chunk, for people.</summary>
internal static class InfoText
{
    /// <summary>
    /// The text up to its zero byte, without control characters. It is UTF-8, or ISO 8859-1 if it cannot be UTF-8,
    /// because the specification names no character set.
    /// </summary>
    /// <returns>The text; <see langword="null"/> if there is none.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            bytes = bytes[..zero];
        return SoundText.Clean(IsUtf8(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes));
    }

    /// <summary>A text that was cut off after <see cref="SoundText.MaxBytes"/> may end inside a character.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out _, out int length);
            if (status == OperationStatus.InvalidData)
                return false;
            bytes = bytes[length..];
        }

        return true;
    }
}
