namespace Audio.Core.Codecs.Flac;

/// <summary>How two channels are stored, RFC 9639 section 9.1.3.</summary>
internal enum FlacStereo
{
    /// <summary>Each as it is.</summary>
    Independent,

    /// <summary>The left one, and left less right.</summary>
    LeftSide,

    /// <summary>Left less right, and the right one.</summary>
    SideRight,

    /// <summary>Half their sum, and left less right.</summary>
    MidSide,
}
