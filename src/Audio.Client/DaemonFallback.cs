namespace Audio.Client;

/// <summary>What a client does if no daemon answers.</summary>
public enum DaemonFallback
{
    /// <summary>It fails with <see cref="AudioDaemonErrorKind.Unreachable"/>.</summary>
    None,

    /// <summary>
    /// Starts a daemon on a free port when a session is started, and stops it when its last session has ended. Every
    /// time, the endpoints are tried first: a daemon that runs by then is used. Meant for programs that move from one
    /// player process per sound to one daemon.
    /// </summary>
    SpawnPerRequest,
}
