namespace Audio.Client;

/// <summary>
/// The buses of the daemon: one for each priority, and the master after them. Settings apply to the sound of all
/// clients, and outlive the daemon. Any thread.
/// </summary>
/// <remarks>
/// The requests go over HTTP. Every method throws an <see cref="AudioConnectionException"/> with <see
/// cref="AudioDaemonErrorKind.HttpRequired"/> if the client is connected over a socket or a pipe, and with another kind
/// if no daemon answers. For an unknown bus it throws an <see cref="AudioRequestException"/> with <see
/// cref="AudioDaemonErrorKind.NotFound"/>.
/// </remarks>
public interface IDaemonBuses
{
    /// <summary>Lists all buses: the lowest priority first, the master last.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">No daemon answers, or the endpoint has no HTTP.</exception>
    Task<IReadOnlyList<DaemonBus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets a bus.</summary>
    /// <param name="name">
    /// <c>media</c>, <c>notification</c>, <c>speech</c>, <c>alert</c> or <c>master</c>: see <see cref="DaemonBus"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="AudioDaemonException">
    /// There is no such bus, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonBus> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Sets the volume of a bus; it is reached over 5 ms.</summary>
    /// <param name="name">The name of the bus, as in <see cref="GetAsync"/>.</param>
    /// <param name="volume">Linear gain, 0 to 4.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still be made.</param>
    /// <returns>The bus after the change.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The volume is out of range.</exception>
    /// <exception cref="AudioDaemonException">
    /// There is no such bus, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonBus> SetVolumeAsync(string name, double volume, CancellationToken cancellationToken = default);

    /// <summary>Mutes or unmutes a bus; its volume is kept.</summary>
    /// <param name="name">The name of the bus, as in <see cref="GetAsync"/>.</param>
    /// <param name="muted">Whether it is muted.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still be made.</param>
    /// <returns>The bus after the change.</returns>
    /// <exception cref="AudioDaemonException">
    /// There is no such bus, no daemon answers, or the endpoint has no HTTP.
    /// </exception>
    Task<DaemonBus> SetMutedAsync(string name, bool muted, CancellationToken cancellationToken = default);
}
