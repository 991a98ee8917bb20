namespace Audio.Core.Codecs.Flac;

/// <summary>What became of the bytes of a frame.</summary>
internal enum FlacFrameState
{
    /// <summary>More bytes must come.</summary>
    Incomplete,

    /// <summary>All of it is decoded, and its checksums are right.</summary>
    Whole,

    /// <summary>It is no frame, or a damaged one.</summary>
    Damaged,
}
