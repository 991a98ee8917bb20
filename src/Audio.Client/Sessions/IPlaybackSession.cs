using System.IO.Pipelines;
using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>
/// What <see cref="PlaybackSession"/> does, for programs whose tests put something else in its place. Every member
/// means what it means there.
/// </summary>
/// <remarks>More members may come with a new version: derive from it in tests alone.</remarks>
public interface IPlaybackSession : IAsyncDisposable
{
    /// <inheritdoc cref="PlaybackSession.SessionId"/>
    string SessionId { get; }

    /// <inheritdoc cref="PlaybackSession.Format"/>
    AudioFormat Format { get; }

    /// <inheritdoc cref="PlaybackSession.BytesWritten"/>
    long BytesWritten { get; }

    /// <inheritdoc cref="PlaybackSession.BytesReceived"/>
    long BytesReceived { get; }

    /// <inheritdoc cref="PlaybackSession.BytesPlayed"/>
    long BytesPlayed { get; }

    /// <inheritdoc cref="PlaybackSession.Effects"/>
    string? Effects { get; }

    /// <inheritdoc cref="PlaybackSession.Etiquette"/>
    SessionEtiquette Etiquette { get; }

    /// <inheritdoc cref="PlaybackSession.Queued"/>
    SessionQueued? Queued { get; }

    /// <inheritdoc cref="PlaybackSession.Completion"/>
    Task<PlaybackResult> Completion { get; }

    /// <inheritdoc cref="PlaybackSession.Events"/>
    IObservable<SessionEvent> Events { get; }

    /// <inheritdoc cref="PlaybackSession.ReadEventsAsync"/>
    IAsyncEnumerable<SessionEvent> ReadEventsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.WriteAsync"/>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.WriteAllAsync"/>
    Task WriteAllAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.EndStream"/>
    void EndStream();

    /// <inheritdoc cref="PlaybackSession.CompleteAsync"/>
    Task<PlaybackResult> CompleteAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.CancelAsync"/>
    Task<PlaybackResult> CancelAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.PauseAsync"/>
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.ResumeAsync"/>
    Task ResumeAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.SetVolumeAsync"/>
    Task SetVolumeAsync(double volume, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.MarkAsync"/>
    Task MarkAsync(string name, long? offset = null, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="PlaybackSession.AsStream"/>
    Stream AsStream();

    /// <inheritdoc cref="PlaybackSession.AsPipeWriter"/>
    PipeWriter AsPipeWriter();
}
