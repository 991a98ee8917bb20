using Audio.Core.Sinks;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>How a session ended.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="Statistics">Its final statistics.</param>
/// <param name="Error">For <see cref="SessionEndReason.Failed"/>: the error, for the author of the client.</param>
public sealed record SessionResult(
    string SessionId,
    string? Owner,
    SessionEndReason Reason,
    SessionStatistics Statistics,
    string? Error = null
)
{
    /// <summary>The format of its stream: as declared, or as in the WAV header. Frame counts are at its rate.</summary>
    public AudioFormat? Format { get; init; }

    /// <summary>
    /// Why some or all of what was played could not be heard, and how much of it; also set if everything went to a sink
    /// without a device that was chosen on purpose. <see langword="null"/>: an audible device played all of it, or
    /// nothing was played.
    /// </summary>
    public Inaudibility? Inaudible { get; init; }

    /// <summary>
    /// Whether an audible device played everything that was played. <see langword="null"/>: a sink without a device was
    /// chosen on purpose, or nothing was played.
    /// </summary>
    public bool? IsAudible =>
        Inaudible is null && Statistics.FramesPlayed == 0 ? null : Inaudibility.IsAudible(Inaudible);
}
