namespace Audio.Protocol.V3;

/// <summary>What a version 3 client can say.</summary>
public enum V3MessageKind
{
    /// <summary>Anything else: an unknown type, no type, or a JSON value that is no object.</summary>
    Unknown,

    /// <summary><c>ping</c>, answered with <c>pong</c>.</summary>
    Ping,

    /// <summary><c>start_session</c>, answered with <c>session_started</c> or <c>error</c>.</summary>
    StartSession,

    /// <summary><c>audio_chunk</c>, not answered.</summary>
    AudioChunk,

    /// <summary><c>stop_session</c>, answered with <c>session_stopped</c> where there is a session.</summary>
    StopSession,

    /// <summary><c>get_status</c>, answered with <c>status</c>.</summary>
    GetStatus,
}
