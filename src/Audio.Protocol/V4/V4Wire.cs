using System.Buffers;

namespace Audio.Protocol.V4;

/// <summary>What both sides of version 4 agree on before the first message.</summary>
public static class V4Wire
{
    /// <summary>The WebSocket subprotocol by which a client asks for version 4.</summary>
    public const string Subprotocol = "audio.v4";

    /// <summary>The <c>protocol</c> of <c>welcome</c>.</summary>
    public const int Version = 4;

    /// <summary>The longest session name.</summary>
    public const int MaxSessionIdLength = 64;

    /// <summary>The longest <c>requestId</c>.</summary>
    public const int MaxRequestIdLength = 128;

    /// <summary>The most bytes that a <c>wav</c> session may send before its header is read: more than a header may have.</summary>
    public const int WavHeaderWindow = 128 * 1024;

    /// <summary>Whether a text can name a session: 1 to 64 of <c>A–Z a–z 0–9 . _ -</c>.</summary>
    public static bool IsSessionId(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxSessionIdLength && !text.ContainsAnyExcept(SessionIdCharacters);

    private static readonly SearchValues<char> SessionIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
}
