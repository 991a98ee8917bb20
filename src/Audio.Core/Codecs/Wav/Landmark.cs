namespace Audio.Core.Codecs.Wav;

/// <summary>What the bytes at a place of a stream are.</summary>
internal enum Landmark
{
    /// <summary>Sound, or anything else without a name.</summary>
    None,

    /// <summary>What follows will tell.</summary>
    Undecided,

    /// <summary>The header of a WAV file: RIFF, RIFX, RF64 or BW64, a size, and WAVE.</summary>
    Header,

    /// <summary>A chunk: its name and its size.</summary>
    Chunk,

    /// <summary>An ID3 tag of version 2, which some programs write in front of a file.</summary>
    Tag,
}
