namespace Audio.Protocol.V4;

/// <summary>
/// <c>mark</c>, answered with <c>mark_set</c>; <c>mark_heard</c> follows when that place of the stream is heard.
/// </summary>
public sealed record V4Mark() : V4SessionMessage("mark")
{
    /// <summary>The longest <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 256;

    /// <summary>The greatest <see cref="Offset"/>: above it, neighbouring whole numbers are one in JSON.</summary>
    public const long MaxOffset = 1L << 53;

    /// <summary>A stream offset in bytes; it may have come, or not.</summary>
    public required long Offset { get; init; }

    /// <summary>What it is called; need not be unique.</summary>
    public required string Name { get; init; }
}
