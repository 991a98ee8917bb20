namespace Audio.Protocol.Chunks;

/// <summary>Flags of a chunk frame; bits that are not named here are 0.</summary>
[Flags]
public enum ChunkFrameFlags : byte
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>The stream ends behind this payload: play what is held, then end.</summary>
    EndOfStream = 1,
}
