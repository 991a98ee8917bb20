using Audio.Protocol;

namespace Audio.Core.Codecs.Ogg;

/// <summary>Names what is in an Ogg stream that cannot be played.</summary>
internal static class OggCodecs
{
    private const string Advice = "send Opus, Vorbis or FLAC in Ogg";

    /// <summary>The name of what a stream holds.</summary>
    /// <param name="packet">Its first packet.</param>
    public static string NameOf(ReadOnlySpan<byte> packet) =>
        packet.StartsWith("Speex   "u8) ? "Speex"
        : packet.Length > 7 && packet[1..].StartsWith("theora"u8) ? "Theora"
        : packet.StartsWith("fishead\0"u8) ? "Skeleton"
        : packet.StartsWith("PCM     "u8) ? "PCM"
        : packet.StartsWith("CELT    "u8) ? "CELT"
        : packet.StartsWith("BBCD\0"u8) ? "Dirac"
        : "an unknown kind";

    /// <summary>Why nothing can be played.</summary>
    /// <param name="other">What was found; <see langword="null"/>: nothing.</param>
    public static ProtocolException Refusal(string? other) =>
        other is null
            ? new ProtocolException(
                ProtocolErrorCode.Malformed,
                $"The Ogg stream has no beginning: its first page is damaged or missing; {Advice} from the start."
            )
            : new ProtocolException(
                ProtocolErrorCode.Unsupported,
                $"The Ogg stream holds {other}, which cannot be played; {Advice}."
            );
}
