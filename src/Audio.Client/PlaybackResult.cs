using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// What became of a session. Where it was restarted (<see cref="AudioSessionOptions.ResendUnplayed"/>) the figures
/// count all its parts.
/// </summary>
public sealed record PlaybackResult
{
    /// <summary>The session's name.</summary>
    public required string SessionId { get; init; }

    /// <summary>How it ended.</summary>
    public required SessionEndReason Reason { get; init; }

    /// <summary>The daemon's word for it; <c>lost</c> for <see cref="SessionEndReason.Lost"/>.</summary>
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
    /// For <see cref="SessionEndReason.Failed"/> and <see cref="SessionEndReason.Lost"/>: what was wrong.
    /// </summary>
    public string? Error { get; init; }
}
