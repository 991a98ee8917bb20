using Audio.Core.Codecs.Foreign;
using Audio.Protocol;

namespace Audio.Core.Codecs.Detection;

/// <summary>
/// Tells by its first bytes whether a stream can be played that declares no format, so that it is refused before it has
/// a session. Any thread.
/// </summary>
internal static class StreamStart
{
    /// <summary>This many bytes decide at the latest.</summary>
    public const int MaxBytes = DetectingDecoder.MaxHeld;

    /// <summary>Looks at the beginning of a stream.</summary>
    /// <param name="start">The beginning; anything behind <see cref="MaxBytes"/> has no influence.</param>
    /// <param name="isWhole">Whether the stream ends there.</param>
    /// <param name="foreign">Makes the decoders of formats that are not decoded here.</param>
    /// <returns>Whether it is in a known format; if not, more bytes are needed.</returns>
    /// <exception cref="ProtocolException">It cannot be played; the message says what was found.</exception>
    public static bool IsKnown(ReadOnlySpan<byte> start, bool isWhole, ForeignDecoders foreign)
    {
        using var decoder = new DetectingDecoder(new DecoderChoice(declared: null, foreign));
        int taken = 0;
        if (decoder.Find(start, ref taken))
            return true;
        return isWhole ? decoder.FindAtEnd() : start.Length >= MaxBytes; // a tag may be longer
    }
}
