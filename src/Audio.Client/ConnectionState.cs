namespace Audio.Client;

/// <summary>The states of the connection.</summary>
public enum ConnectionState
{
    /// <summary>No connection; the next call makes one.</summary>
    Disconnected,

    /// <summary>The first connection is being made.</summary>
    Connecting,

    /// <summary>There is a connection.</summary>
    Connected,

    /// <summary>
    /// The connection broke, and the reconnect strategy is running. Writes are buffered, as far as the daemon had
    /// allowed.
    /// </summary>
    Reconnecting,

    /// <summary>The client was disposed.</summary>
    Closed,
}
