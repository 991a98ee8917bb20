namespace Audio.Client;

/// <summary>
/// The daemon's buses: one for each priority, and the master behind them. What is set holds for everybody's sound, and
/// outlives the daemon. Any thread.
/// </summary>
/// <remarks>
/// Goes over HTTP, so every method throws an <see cref="AudioConnectionException"/> with <see
/// cref="AudioDaemonErrorKind.HttpRequired"/> where the client is connected over a socket or a pipe, and with another
/// kind where no daemon answers. A bus that there is none of is an <see cref="AudioRequestException"/> with <see
/// cref="AudioDaemonErrorKind.NotFound"/>.
/// </remarks>
public interface IDaemonBuses
{
    /// <summary>All of them: the lowest priority first, the master last.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or not over HTTP.</exception>
    Task<IReadOnlyList<DaemonBus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One of them.</summary>
    /// <param name="name">
    /// <c>media</c>, <c>notification</c>, <c>speech</c>, <c>alert</c> or <c>master</c>: see <see cref="DaemonBus"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">There is no such bus; or no daemon answers, or not over HTTP.</exception>
    Task<DaemonBus> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Sets how loud it is; it goes there over 5 ms.</summary>
    /// <param name="name">Which, as in <see cref="GetAsync"/>.</param>
    /// <param name="volume">Linear gain, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be set all the same.</param>
    /// <returns>The bus as it is now.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The volume is none.</exception>
    /// <exception cref="AudioDaemonException">There is no such bus; or no daemon answers, or not over HTTP.</exception>
    Task<DaemonBus> SetVolumeAsync(string name, double volume, CancellationToken cancellationToken = default);

    /// <summary>Makes it silent, or heard again; its volume stays.</summary>
    /// <param name="name">Which, as in <see cref="GetAsync"/>.</param>
    /// <param name="muted">Whether it is to be silent.</param>
    /// <param name="cancellationToken">Gives up waiting; it may be set all the same.</param>
    /// <returns>The bus as it is now.</returns>
    /// <exception cref="AudioDaemonException">There is no such bus; or no daemon answers, or not over HTTP.</exception>
    Task<DaemonBus> SetMutedAsync(string name, bool muted, CancellationToken cancellationToken = default);
}
