namespace Audio.Host.WebSockets;

/// <summary>What came out of a socket.</summary>
internal enum WebSocketMessageKind
{
    /// <summary>A text message.</summary>
    Text,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>The peer has closed in order; its status is in <see cref="WebSocketMessage.CloseStatus"/>.</summary>
    Closed,

    /// <summary>The message is longer than allowed; what was received of it is dropped.</summary>
    TooLarge,

    /// <summary>The connection broke without a close.</summary>
    Lost,
}

/// <summary>One message, or the end.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its bytes, in the transport's buffer: valid until the next receive.</param>
/// <param name="CloseStatus">
/// For <see cref="WebSocketMessageKind.Closed"/>: the peer's close code; 1000 also where it sent none, as .NET has it.
/// </param>
internal readonly record struct WebSocketMessage(
    WebSocketMessageKind Kind,
    ReadOnlyMemory<byte> Data,
    int CloseStatus = 0
);
