namespace Audio.Client.Streaming;

/// <summary>A place that the user wants to be told of.</summary>
internal sealed class SessionMark(string name, long offset)
{
    /// <summary>What it is called.</summary>
    public string Name => name;

    /// <summary>Its byte, counted over the whole stream.</summary>
    public long Offset => offset;

    /// <summary>Whether the present session of the daemon is known to have it. The list's lock.</summary>
    public bool IsSet { get; set; }
}
