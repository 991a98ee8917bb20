namespace Audio.Protocol.Chunks;

/// <summary>The limits of a reader of chunk frames.</summary>
/// <param name="MaxPayloadBytes">
/// The maximum length of a payload; a longer frame is refused as soon as its length is known.
/// </param>
public readonly record struct ChunkFrameLimits(int MaxPayloadBytes)
{
    /// <summary>1 MiB.</summary>
    public static ChunkFrameLimits Default => new(1024 * 1024);
}
