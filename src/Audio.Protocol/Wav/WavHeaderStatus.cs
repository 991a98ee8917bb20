namespace Audio.Protocol.Wav;

/// <summary>How far a <see cref="WavHeaderReader"/> has come.</summary>
public enum WavHeaderStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,

    /// <summary>The header is read; the next byte is the first of the samples.</summary>
    Header,

    /// <summary>
    /// There is no RIFF header: the stream is samples from its first byte, those in <see
    /// cref="WavHeaderReader.Skipped"/> included.
    /// </summary>
    NoHeader,
}
