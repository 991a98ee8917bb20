namespace Audio.Protocol.V4;

/// <summary>What both sides of version 4 agree on before the first message.</summary>
public static class V4Wire
{
    /// <summary>The WebSocket subprotocol by which a client asks for version 4.</summary>
    public const string Subprotocol = "audio.v4";

    /// <summary>The <c>protocol</c> of <c>welcome</c>.</summary>
    public const int Version = 4;

    /// <summary>The longest <c>requestId</c>.</summary>
    public const int MaxRequestIdLength = 128;

    /// <summary>
    /// The most bytes that a <c>wav</c> session may send before its header is read: more than a header may have.
    /// </summary>
    public const int WavHeaderWindow = 128 * 1024;
}
