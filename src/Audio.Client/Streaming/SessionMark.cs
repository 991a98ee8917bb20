namespace Audio.Client.Streaming;

/// <summary>A mark in a stream.</summary>
internal sealed class SessionMark(string name, long offset)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its byte, counted from the start of the stream.</summary>
    public long Offset => offset;

    /// <summary>
    /// Whether the daemon is known to have it in its present session. Under the lock of <see cref="SessionMarks"/>.
    /// </summary>
    public bool IsSet { get; set; }
}
