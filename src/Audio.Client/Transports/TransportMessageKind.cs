namespace Audio.Client.Transports;

/// <summary>What came from the daemon.</summary>
internal enum TransportMessageKind
{
    /// <summary>A JSON message.</summary>
    Text,

    /// <summary>A binary message; version 4 has none from the daemon.</summary>
    Binary,

    /// <summary>The daemon has closed in order; the reason is its text.</summary>
    Closed,

    /// <summary>The connection broke.</summary>
    Lost,
}
