namespace Audio.Client;

/// <summary>
/// Every session of the daemon, whoever's it is and whichever wire it came over: to look at, to turn down, to pause, to
/// end. A program's own sessions are better served by their <see cref="IPlaybackSession"/>. Any thread.
/// </summary>
/// <remarks>
/// Goes over HTTP, so every method throws an <see cref="AudioConnectionException"/> with <see
/// cref="AudioDaemonErrorKind.HttpRequired"/> where the client is connected over a socket or a pipe, and with another
/// kind where no daemon answers. What changes a session throws an <see cref="AudioRequestException"/>: with <see
/// cref="AudioDaemonErrorKind.NotFound"/> where no session has the name, with <see
/// cref="AudioDaemonErrorKind.SessionEnded"/> where it has ended.
/// </remarks>
public interface IDaemonSessions
{
    /// <summary>Those that have not ended.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or not over HTTP.</exception>
    Task<IReadOnlyList<DaemonSessionStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>How the last ones ended that the daemon remembers, the newest last: up to 64.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or not over HTTP.</exception>
    Task<IReadOnlyList<PlaybackResult>> ListEndedAsync(CancellationToken cancellationToken = default);

    /// <summary>One that has not ended.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null: it has ended, or never was.</returns>
    /// <exception cref="AudioDaemonException">No daemon answers, or not over HTTP.</exception>
    Task<DaemonSessionStatus?> FindAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>How one ended.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null: it has not ended, or is not remembered any more, or never was.</returns>
    /// <exception cref="AudioDaemonException">No daemon answers, or not over HTTP.</exception>
    Task<PlaybackResult?> FindEndedAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Sets its gain; it goes there over 5 ms.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="volume">Linear, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be set all the same.</param>
    /// <returns>The session as it is now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The volume is none.</exception>
    /// <exception cref="AudioDaemonException">
    /// It has ended, or never was; or no daemon answers, or not over HTTP.
    /// </exception>
    Task<DaemonSessionStatus> SetVolumeAsync(
        string sessionId,
        double volume,
        CancellationToken cancellationToken = default
    );

    /// <summary>Silence, over 5 ms; what it holds and what still comes is kept. Returns when it is so.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be paused all the same.</param>
    /// <returns>The session as it is now.</returns>
    /// <exception cref="AudioDaemonException">
    /// It has ended, or never was; or no daemon answers, or not over HTTP.
    /// </exception>
    Task<DaemonSessionStatus> PauseAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Plays on after <see cref="PauseAsync"/>, or waits for its channel.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting; it may play on all the same.</param>
    /// <returns>The session as it is now.</returns>
    /// <exception cref="AudioDaemonException">
    /// It has ended, or never was; or no daemon answers, or not over HTTP.
    /// </exception>
    Task<DaemonSessionStatus> ResumeAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Silence over 5 ms; what it holds is discarded, and it ends.</summary>
    /// <param name="sessionId">Its name.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be cancelled all the same.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="AudioDaemonException">
    /// It has ended before, or never was; or no daemon answers, or not over HTTP.
    /// </exception>
    Task<PlaybackResult> CancelAsync(string sessionId, CancellationToken cancellationToken = default);
}
