namespace Audio.Core.Buffers;

/// <summary>Whether a session plays what it holds.</summary>
internal enum MemoryStanding
{
    /// <summary>It plays, or will as soon as it can.</summary>
    Playing,

    /// <summary>It waits for its channel.</summary>
    Waiting,

    /// <summary>It is paused, and nobody knows for how long.</summary>
    Paused,
}
