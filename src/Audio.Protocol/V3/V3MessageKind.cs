namespace Audio.Protocol.V3;

/// <summary>The types of message of a version 3 client.</summary>
public enum V3MessageKind
{
    /// <summary>Anything else: an unknown type, no type, or JSON that is not an object.</summary>
    Unknown,

    /// <summary><c>ping</c>, answered with <c>pong</c>.</summary>
    Ping,

    /// <summary><c>start_session</c>, answered with <c>session_started</c> or <c>error</c>.</summary>
    StartSession,

    /// <summary><c>audio_chunk</c>, not answered.</summary>
    AudioChunk,

    /// <summary><c>stop_session</c>, answered with <c>session_stopped</c> if there is a session.</summary>
    StopSession,

    /// <summary><c>get_status</c>, answered with <c>status</c>.</summary>
    GetStatus,
}
