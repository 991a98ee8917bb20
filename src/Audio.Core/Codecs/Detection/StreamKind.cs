namespace Audio.Core.Codecs.Detection;

/// <summary>What a stream is, by its first bytes.</summary>
internal enum StreamKind
{
    /// <summary>More bytes are needed.</summary>
    Undecided,

    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>RIFF/WAVE and its variants.</summary>
    Wav,

    /// <summary>MPEG audio.</summary>
    Mp3,

    /// <summary>FLAC without another container.</summary>
    Flac,

    /// <summary>Ogg, with whatever codec.</summary>
    Ogg,

    /// <summary>An ID3v2 tag, behind which the stream begins.</summary>
    Tag,

    /// <summary>Text, or sound that is not decoded here: it is refused by name.</summary>
    Foreign,
}
