namespace Audio.Core.Codecs.Mp3;

/// <summary>The standard of a frame, which says what sample rates there are.</summary>
internal enum MpegVersion
{
    /// <summary>ISO/IEC 11172-3: 32 to 48 kHz.</summary>
    Version1,

    /// <summary>ISO/IEC 13818-3: 16 to 24 kHz.</summary>
    Version2,

    /// <summary>No standard: 8 to 12 kHz.</summary>
    Version25,
}
