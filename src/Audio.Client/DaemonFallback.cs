namespace Audio.Client;

/// <summary>What a client does where no daemon answers.</summary>
public enum DaemonFallback
{
    /// <summary>Says so: <see cref="AudioDaemonErrorKind.Unreachable"/>.</summary>
    None,

    /// <summary>
    /// Starts a daemon of its own on a free port when a session is started, and ends it when its last session has
    /// ended. Each such use asks the endpoints first: where a daemon has appeared by then, it is taken. For programs on
    /// their way from a player process per sound to one daemon.
    /// </summary>
    SpawnPerRequest,
}
