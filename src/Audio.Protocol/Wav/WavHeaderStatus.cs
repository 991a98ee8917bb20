namespace Audio.Protocol.Wav;

/// <summary>The progress of a <see cref="WavHeaderReader"/>.</summary>
public enum WavHeaderStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The header is complete; the next byte is the first of the samples.</summary>
    Header,

    /// <summary>
    /// There is no RIFF header: everything is samples, including the bytes in <see cref="WavHeaderReader.Skipped"/>.
    /// </summary>
    NoHeader,
}
