namespace Audio.Protocol;

/// <summary>What stands round the samples of a stream.</summary>
public enum AudioContainer
{
    /// <summary>Nothing: the first byte belongs to the first sample.</summary>
    Raw,

    /// <summary>A RIFF/WAVE header may stand first; where it does, its format is the stream's.</summary>
    Wav,
}
