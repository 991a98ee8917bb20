namespace Audio.Protocol.V2;

/// <summary>The fixed figures of version 2.</summary>
public static class V2Wire
{
    /// <summary>The longest message. Longer than others may be, because it is never held whole.</summary>
    public const int MaxMessageBytes = 100 * 1024 * 1024;

    /// <summary>The interval of <c>heartbeat</c>.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>The shortest interval of the <c>status</c> that a client gets while it sends chunks.</summary>
    public static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(2);
}
