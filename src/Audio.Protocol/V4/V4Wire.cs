namespace Audio.Protocol.V4;

/// <summary>The constants of version 4.</summary>
public static class V4Wire
{
    /// <summary>The WebSocket subprotocol that selects version 4.</summary>
    public const string Subprotocol = "audio.v4";

    /// <summary>The <c>protocol</c> of <c>welcome</c>.</summary>
    public const int Version = 4;

    /// <summary>The maximum length of a <c>requestId</c>, in characters.</summary>
    public const int MaxRequestIdLength = 128;

    /// <summary>
    /// How many bytes a session may send before the format of its stream is known, unless that is <c>pcm</c>.
    /// </summary>
    public const int FormatWindow = 128 * 1024;
}
