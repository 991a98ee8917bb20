using Audio.Protocol;
using Audio.Protocol.Etiquette;

namespace Audio.Client;

/// <summary>
/// A session, as the daemon sees it. What is not positional is known over HTTP alone, and null over a socket or a pipe.
/// </summary>
/// <param name="SessionId">Its name.</param>
/// <param name="State">
/// <c>opening</c>, <c>buffering</c>, <c>playing</c>, <c>paused</c>, <c>queued</c> or <c>draining</c>.
/// </param>
/// <param name="BytesReceived">Bytes of its stream that the daemon has.</param>
/// <param name="Volume">Its gain.</param>
/// <param name="Underruns">Gaps so far.</param>
public sealed record DaemonSessionStatus(
    string SessionId,
    string State,
    long BytesReceived,
    double Volume,
    int Underruns
)
{
    /// <summary>Whose it is, as the daemon names its clients.</summary>
    public string? Client { get; init; }

    /// <summary>The format of its stream; null too where this version does not know its encoding.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>Sound that is held for it.</summary>
    public TimeSpan? Buffered { get; init; }

    /// <summary>How much of it was heard.</summary>
    public TimeSpan? Played { get; init; }

    /// <summary>
    /// From its first byte at the daemon to its first sample at the device; null too where it was not measured, or has
    /// not come yet.
    /// </summary>
    public TimeSpan? TimeToFirstAudio { get; init; }

    /// <summary>What it is for, and so which bus it is on.</summary>
    public SessionPriority? Priority { get; init; }

    /// <summary>The channel that it is on; null too where it is on none.</summary>
    public string? Channel { get; init; }

    /// <summary>
    /// What it did when it was opened while others were on its channel; null too where it is on none.
    /// </summary>
    public ChannelOverlap? Overlap { get; init; }

    /// <summary>
    /// Why some or all of it could not be heard so far, as <see cref="PlaybackResult.InaudibleReason"/> names it; null
    /// too where that is not so.
    /// </summary>
    public string? InaudibleReason { get; init; }

    /// <summary><see cref="InaudibleReason"/> for people, with what to do.</summary>
    public string? InaudibleMessage { get; init; }

    /// <summary>What it waits for; null too where it does not wait.</summary>
    public SessionQueued? Queued { get; init; }
}
