namespace Audio.Protocol.Streams;

/// <summary>What a message on a byte stream contains.</summary>
public enum StreamMessageKind : byte
{
    /// <summary>A JSON object in UTF-8.</summary>
    Json = 0,

    /// <summary>One chunk frame: header and payload.</summary>
    ChunkFrame = 1,
}
