namespace Audio.Protocol.V4;

/// <summary>
/// <c>mark</c>, answered with <c>mark_set</c>; <c>mark_heard</c> follows when the marked byte is heard.
/// </summary>
public sealed record V4Mark() : V4SessionMessage("mark")
{
    /// <summary>The maximum length of <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 256;

    /// <summary>The maximum of <see cref="Offset"/>: JSON readers may not tell larger whole numbers apart.</summary>
    public const long MaxOffset = 1L << 53;

    /// <summary>The offset of a byte in the stream, sent already or not.</summary>
    public required long Offset { get; init; }

    /// <summary>The name of the mark; need not be unique.</summary>
    public required string Name { get; init; }
}
