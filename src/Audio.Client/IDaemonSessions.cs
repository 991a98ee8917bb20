namespace Audio.Client;

/// <summary>
/// All sessions of the daemon, whichever client or protocol they came from: to watch them, and to turn them down, pause
/// or end them. For a session of your own use its <see cref="IPlaybackSession"/>. Any thread.
/// </summary>
/// <remarks>
/// The requests go over HTTP. Every method throws an <see cref="AudioConnectionException"/> with <see
/// cref="AudioDaemonErrorKind.HttpRequired"/> if the client is connected over a socket or a pipe, and with another kind
/// if no daemon answers. Methods that change a session throw an <see cref="AudioRequestException"/>: with <see
/// cref="AudioDaemonErrorKind.NotFound"/> if there is no such session, with <see
/// cref="AudioDaemonErrorKind.SessionEnded"/> if it has ended.
/// </remarks>
public interface IDaemonSessions
{
    /// <summary>Lists the sessions that have not ended.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or the endpoint has no HTTP.</exception>
    Task<IReadOnlyList<DaemonSessionStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the results of the last sessions that have ended, the newest last: up to 64.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or the endpoint has no HTTP.</exception>
    Task<IReadOnlyList<PlaybackResult>> ListEndedAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a session that has not ended.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The session; null: it has ended, or never existed.</returns>
    /// <exception cref="AudioDaemonException">No daemon answers, or the endpoint has no HTTP.</exception>
    Task<DaemonSessionStatus?> FindAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Finds the result of a session that has ended.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The result; null: the session has not ended, is no longer remembered, or never existed.</returns>
    /// <exception cref="AudioDaemonException">No daemon answers, or the endpoint has no HTTP.</exception>
    Task<PlaybackResult?> FindEndedAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Sets the gain of a session; it is reached over 5 ms.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="volume">Linear gain, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still be made.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The volume is out of range.</exception>
    /// <exception cref="AudioDaemonException">
    /// It has ended or never existed, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonSessionStatus> SetVolumeAsync(
        string sessionId,
        double volume,
        CancellationToken cancellationToken = default
    );

    /// <summary>
    /// Pauses a session: it fades out over 5 ms, and keeps what it has and what still arrives. Returns when the daemon
    /// has paused it.
    /// </summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still be paused.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="AudioDaemonException">
    /// It has ended or never existed, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonSessionStatus> PauseAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Resumes a session after <see cref="PauseAsync"/>; if its channel is busy, it waits for that.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still be resumed.</param>
    /// <returns>The session after the change.</returns>
    /// <exception cref="AudioDaemonException">
    /// It has ended or never existed, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonSessionStatus> ResumeAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Cancels a session: it fades out over 5 ms, discards what it has, and ends.</summary>
    /// <param name="sessionId">The id of the session.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still be cancelled.</param>
    /// <returns>The result of the session.</returns>
    /// <exception cref="AudioDaemonException">
    /// It had ended before or never existed, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<PlaybackResult> CancelAsync(string sessionId, CancellationToken cancellationToken = default);
}
