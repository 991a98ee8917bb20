namespace Audio.Protocol.Chunks;

/// <summary>The flags of a chunk frame; all other bits are 0.</summary>
[Flags]
public enum ChunkFrameFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The stream ends after this payload: play what is held, then end.</summary>
    EndOfStream = 1,
}
