namespace Audio.Client;

/// <summary>Whether there is a connection.</summary>
public enum ConnectionState
{
    /// <summary>No connection; the next call makes one.</summary>
    Disconnected,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>A daemon answers.</summary>
    Connected,

    /// <summary>
    /// The connection broke; the reconnect policy is at work. Writes are kept, up to what the daemon had allowed.
    /// </summary>
    Reconnecting,

    /// <summary>The client was disposed.</summary>
    Closed,
}
