namespace Audio.Protocol;

/// <summary>What surrounds the samples in a stream.</summary>
public enum AudioContainer
{
    /// <summary>Nothing: the first byte belongs to the first sample.</summary>
    Raw,

    /// <summary>
    /// The stream's first bytes say it: WAV, MP3, FLAC, Ogg with Opus, Vorbis or FLAC. If they are none of these and
    /// the
    /// format of samples is declared, they are samples.
    /// </summary>
    Auto,
}
