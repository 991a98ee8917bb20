namespace Audio.Client.Streaming;

/// <summary>What a stream still takes from its writer. It goes on to a later state, never back.</summary>
internal enum StreamInput
{
    /// <summary>It takes data.</summary>
    Open,

    /// <summary>The writer has ended it; the end is sent after the data.</summary>
    Ended,

    /// <summary>It is cancelled: it takes no data, and sends no end.</summary>
    Refused,

    /// <summary>The session is over: nothing is taken or sent.</summary>
    Closed,
}
