namespace Audio.Protocol;

/// <summary>The container of the samples in a stream.</summary>
public enum AudioContainer
{
    /// <summary>No container: the first byte belongs to the first sample.</summary>
    Raw,

    /// <summary>The stream may begin with a RIFF/WAVE header; then the header says the format.</summary>
    Wav,
}
