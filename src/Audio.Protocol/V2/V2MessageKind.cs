namespace Audio.Protocol.V2;

/// <summary>The types of message of a version 2 client.</summary>
public enum V2MessageKind
{
    /// <summary>Anything else, which is not answered: an unknown type, no type, JSON that is not an object.</summary>
    Unknown,

    /// <summary>
    /// <c>control</c>, or a message whose type is the action: <c>start</c>, <c>stop</c>, <c>pause</c>, <c>resume</c>,
    /// <c>end_stream</c>.
    /// </summary>
    Control,

    /// <summary><c>audio_chunk</c>, which carries sound.</summary>
    AudioChunk,

    /// <summary><c>heartbeat</c>, answered with the same.</summary>
    Heartbeat,

    /// <summary><c>timing_analysis</c>, answered with figures.</summary>
    TimingAnalysis,

    /// <summary><c>status</c>, answered with the same.</summary>
    Status,
}
