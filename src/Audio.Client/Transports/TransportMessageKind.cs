namespace Audio.Client.Transports;

/// <summary>The kinds of message.</summary>
internal enum TransportMessageKind
{
    /// <summary>A JSON message.</summary>
    Text,

    /// <summary>A binary message; in version 4 the daemon sends none.</summary>
    Binary,

    /// <summary>The daemon has closed the connection; the reason is its text.</summary>
    Closed,

    /// <summary>The connection broke.</summary>
    Lost,
}
