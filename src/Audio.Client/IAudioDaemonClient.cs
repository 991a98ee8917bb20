using Audio.Protocol;

namespace Audio.Client;

/// <summary>The members of <see cref="AudioDaemonClient"/>, for programs that replace it in their tests.</summary>
/// <remarks>New versions may add members: implement it only in tests.</remarks>
public interface IAudioDaemonClient : IAsyncDisposable
{
    /// <inheritdoc cref="AudioDaemonClient.State"/>
    ConnectionState State { get; }

    /// <inheritdoc cref="AudioDaemonClient.Endpoint"/>
    AudioDaemonEndpoint? Endpoint { get; }

    /// <inheritdoc cref="AudioDaemonClient.ConnectionChanges"/>
    IObservable<ConnectionChange> ConnectionChanges { get; }

    /// <inheritdoc cref="AudioDaemonClient.Buses"/>
    IDaemonBuses Buses { get; }

    /// <inheritdoc cref="AudioDaemonClient.Sessions"/>
    IDaemonSessions Sessions { get; }

    /// <inheritdoc cref="AudioDaemonClient.StartSessionAsync(AudioSessionOptions, CancellationToken)"/>
    Task<IPlaybackSession> StartSessionAsync(
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.StartSessionAsync(AudioFormat, AudioSessionOptions, CancellationToken)"/>
    Task<IPlaybackSession> StartSessionAsync(
        AudioFormat format,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PlayFileAsync"/>
    Task<PlaybackResult> PlayFileAsync(
        string path,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PlayAsync(Stream, AudioSessionOptions, CancellationToken)"/>
    Task<PlaybackResult> PlayAsync(
        Stream sound,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PlayAsync(ReadOnlyMemory{byte}, AudioSessionOptions, CancellationToken)"/>
    Task<PlaybackResult> PlayAsync(
        ReadOnlyMemory<byte> sound,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PlayAsync(AudioFormat, ReadOnlyMemory{byte}, AudioSessionOptions,
    /// CancellationToken)"/>
    Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        ReadOnlyMemory<byte> samples,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PlayAsync(AudioFormat, IAsyncEnumerable{ReadOnlyMemory{byte}},
    /// AudioSessionOptions, CancellationToken)"/>
    Task<PlaybackResult> PlayAsync(
        AudioFormat format,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.ExplainAsync"/>
    Task<SessionOutlook> ExplainAsync(
        AudioSessionOptions? options = null,
        CancellationToken cancellationToken = default
    );

    /// <inheritdoc cref="AudioDaemonClient.PingAsync"/>
    Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="AudioDaemonClient.CheckHealthAsync"/>
    Task<DaemonHealth> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="AudioDaemonClient.GetStatusAsync"/>
    Task<DaemonStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="AudioDaemonClient.ReadConnectionChangesAsync"/>
    IAsyncEnumerable<ConnectionChange> ReadConnectionChangesAsync(CancellationToken cancellationToken = default);
}
