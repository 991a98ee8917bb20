using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>How a session ended.</summary>
public enum PlaybackEndReason
{
    /// <summary>Everything that was sent has been heard.</summary>
    Completed,

    /// <summary>Silence was asked for; what was held is discarded.</summary>
    Cancelled,

    /// <summary>Another session took its place on its channel.</summary>
    Replaced,

    /// <summary>The client was away for longer than the daemon waits; what had arrived was played.</summary>
    Disconnected,

    /// <summary>It had not begun to sound in the time it was meant for.</summary>
    Expired,

    /// <summary>Its data cannot be played; <see cref="PlaybackResult.Error"/> says why.</summary>
    Failed,

    /// <summary>
    /// Its channel was busy, and it had asked not to be played then (<see
    /// cref="Audio.Protocol.Etiquette.ChannelOverlap.Drop"/>).
    /// </summary>
    Dropped,

    /// <summary>
    /// Nobody can say how it ended: the daemon went away, or was restarted, or this client was disposed first. The
    /// figures are what the daemon had reported until then; a little more may have been heard.
    /// </summary>
    Lost,

    /// <summary>A reason of a later version: <see cref="PlaybackResult.ReasonText"/>.</summary>
    Other,
}

/// <summary>
/// What became of a session. Where it was restarted (<see cref="AudioSessionOptions.ResendUnplayed"/>) the figures
/// count all its parts.
/// </summary>
public sealed record PlaybackResult
{
    /// <summary>The session's name.</summary>
    public required string SessionId { get; init; }

    /// <summary>How it ended.</summary>
    public required PlaybackEndReason Reason { get; init; }

    /// <summary>The daemon's word for it; <c>lost</c> for <see cref="PlaybackEndReason.Lost"/>.</summary>
    public required string ReasonText { get; init; }

    /// <summary>Frames that were heard, at the stream's rate.</summary>
    public required long FramesPlayed { get; init; }

    /// <summary>
    /// Frames that were skipped because more was held than <see cref="AudioSessionOptions.MaxLatency"/>, at the
    /// stream's rate.
    /// </summary>
    public long FramesSkipped { get; init; }

    /// <summary>Frames that the daemon had, at the stream's rate.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>Bytes that the daemon had.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Gaps that were heard because the next bytes came late.</summary>
    public required int Underruns { get; init; }

    /// <summary>
    /// Time to first audio: from the first byte at the daemon to its first sample at the device; null: it was not
    /// measured.
    /// </summary>
    public required TimeSpan? TimeToFirstAudio { get; init; }

    /// <summary>How long it sounded: <see cref="FramesPlayed"/> as a time.</summary>
    public required TimeSpan Played { get; init; }

    /// <summary>How often it was begun again because a daemon had lost it.</summary>
    public required int Restarts { get; init; }

    /// <summary>
    /// Whether a device that can be heard played all that was played. <see langword="false"/>: some or all of it could
    /// not be heard (<see cref="InaudibleReason"/> says why). <see langword="null"/>: nobody was to hear it, as the
    /// daemon was asked to play to nobody or into a file; none of it was played; or the daemon does not say.
    /// </summary>
    public bool? IsAudible { get; init; }

    /// <summary>
    /// Why some or all of it could not be heard: a name such as <c>no_device</c> or <c>master_muted</c>, see <see
    /// cref="V4InaudibleReasons"/>; otherwise <see langword="null"/>.
    /// </summary>
    public string? InaudibleReason { get; init; }

    /// <summary><see cref="InaudibleReason"/> for people, with what to do.</summary>
    public string? InaudibleMessage { get; init; }

    /// <summary>How much of <see cref="Played"/> could not be heard, as far as the daemon knows.</summary>
    public TimeSpan Unheard { get; init; }

    /// <summary>
    /// For <see cref="PlaybackEndReason.Failed"/> and <see cref="PlaybackEndReason.Lost"/>: what was wrong.
    /// </summary>
    public string? Error { get; init; }

    internal static PlaybackEndReason ReasonOf(string text) =>
        text switch
        {
            V4EndReasons.Completed => PlaybackEndReason.Completed,
            V4EndReasons.Cancelled => PlaybackEndReason.Cancelled,
            V4EndReasons.Replaced => PlaybackEndReason.Replaced,
            V4EndReasons.Disconnected => PlaybackEndReason.Disconnected,
            V4EndReasons.Expired => PlaybackEndReason.Expired,
            V4EndReasons.Failed => PlaybackEndReason.Failed,
            V4EndReasons.Dropped => PlaybackEndReason.Dropped,
            _ => PlaybackEndReason.Other,
        };
}
