namespace Audio.Core.Codecs.Wav;

/// <summary>How far a <see cref="HeaderParser"/> came.</summary>
internal enum HeaderStep
{
    /// <summary>It needs more bytes.</summary>
    NeedsBytes,

    /// <summary>The next byte is the first of the samples.</summary>
    AtSamples,

    /// <summary>The header of another file follows instead of the samples.</summary>
    AtHeader,

    /// <summary>The file cannot be played; see <see cref="HeaderParser.Refusal"/>.</summary>
    Refused,
}
