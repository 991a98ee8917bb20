using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>
/// A session, as the daemon sees it. The properties that are not positional are known only over HTTP, and are null over
/// a socket or a pipe.
/// </summary>
/// <param name="SessionId">Its id.</param>
/// <param name="State">
/// <c>opening</c>, <c>buffering</c>, <c>playing</c>, <c>paused</c>, <c>queued</c> or <c>draining</c>.
/// </param>
/// <param name="BytesReceived">The bytes of its stream that the daemon has received.</param>
/// <param name="Volume">Its gain.</param>
/// <param name="Underruns">The number of gaps so far.</param>
public sealed record DaemonSessionStatus(
    string SessionId,
    string State,
    long BytesReceived,
    double Volume,
    int Underruns
)
{
    /// <summary>The client that it belongs to, by the name that the daemon gives it.</summary>
    public string? Client { get; init; }

    /// <summary>The format of its stream; also null if this version does not know the encoding.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>How much sound is buffered for it.</summary>
    public TimeSpan? Buffered { get; init; }

    /// <summary>How much of it was heard.</summary>
    public TimeSpan? Played { get; init; }

    /// <summary>
    /// The time from its first byte at the daemon to its first sample at the device; also null if it was not measured,
    /// or has not sounded yet.
    /// </summary>
    public TimeSpan? TimeToFirstAudio { get; init; }

    /// <summary>Its priority, and so its bus.</summary>
    public SessionPriority? Priority { get; init; }

    /// <summary>Its channel; also null if it has none.</summary>
    public string? Channel { get; init; }

    /// <summary>What it does if others play on its channel; also null if it has none.</summary>
    public ChannelOverlap? Overlap { get; init; }

    /// <summary>
    /// Why some or all of it could not be heard so far, as in <see cref="PlaybackResult.InaudibleReason"/>; also null
    /// if all of it could.
    /// </summary>
    public string? InaudibleReason { get; init; }

    /// <summary><see cref="InaudibleReason"/> for people, with what to do.</summary>
    public string? InaudibleMessage { get; init; }

    /// <summary>What it waits for; also null if it does not wait.</summary>
    public SessionQueued? Queued { get; init; }
}
