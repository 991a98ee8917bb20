namespace Audio.Client.Connection;

/// <summary>What a connection's sender does next.</summary>
internal enum SendStep
{
    /// <summary>Sends a request.</summary>
    Request,

    /// <summary>Sends the next frame of a session.</summary>
    Frame,

    /// <summary>Waits: there is nothing to send.</summary>
    Wait,

    /// <summary>Ends: the connection is over, or everything was sent and it is to close.</summary>
    End,
}
