using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>
/// How a session ended. If it was restarted (<see cref="AudioSessionOptions.ResendUnplayed"/>), the figures cover all
/// its parts.
/// </summary>
public sealed record PlaybackResult
{
    /// <summary>The id of the session.</summary>
    public required string SessionId { get; init; }

    /// <summary>Why it ended.</summary>
    public required SessionEndReason Reason { get; init; }

    /// <summary>The reason in the words of the daemon; <c>lost</c> for <see cref="SessionEndReason.Lost"/>.</summary>
    public required string ReasonText { get; init; }

    /// <summary>
    /// The rate at which frames count, in hertz; null: the stream had to say it, and nothing of it was decoded, or the
    /// session is <see cref="SessionEndReason.Lost"/>. Then no frames are counted.
    /// </summary>
    public int? SampleRate { get; init; }

    /// <summary>The frames that were heard, at the rate of the stream.</summary>
    public required long FramesPlayed { get; init; }

    /// <summary>
    /// The frames that were skipped because the buffer exceeded <see cref="AudioSessionOptions.MaxLatency"/>, at the
    /// rate of the stream.
    /// </summary>
    public long FramesSkipped { get; init; }

    /// <summary>The frames that the daemon received, at the rate of the stream.</summary>
    public required long FramesReceived { get; init; }

    /// <summary>The bytes that the daemon received.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>
    /// The frames of the stream's codec, such as MP3 frames, that were damaged and faded out, or lost.
    /// </summary>
    public int Damaged { get; init; }

    /// <summary>The gaps that were heard because data came late.</summary>
    public required int Underruns { get; init; }

    /// <summary>
    /// The time from the first byte at the daemon to the first sample at the device; null: not measured.
    /// </summary>
    public required TimeSpan? TimeToFirstAudio { get; init; }

    /// <summary>How much of its sound was heard: <see cref="FramesPlayed"/> as a time.</summary>
    public required TimeSpan Played { get; init; }

    /// <summary>How often it was restarted because a daemon had lost it.</summary>
    public required int Restarts { get; init; }

    /// <summary>
    /// Whether an audible device played everything that was played. <see langword="false"/>: some or all of it could
    /// not be heard (<see cref="InaudibleReason"/> says why). <see langword="null"/>: the daemon was told to play to
    /// the null sink or into a file, nothing was played, or the daemon does not say.
    /// </summary>
    public bool? IsAudible { get; init; }

    /// <summary>
    /// Why some or all of it could not be heard, such as <c>no_device</c> or <c>master_muted</c> (see <see
    /// cref="V4InaudibleReasons"/>); <see langword="null"/>: all of it could.
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
