using Audio.Core.Sinks;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>How a session ended: given exactly once.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Owner">Who it belonged to.</param>
/// <param name="Reason">Why it is over.</param>
/// <param name="Statistics">Its last figures.</param>
/// <param name="Error">
/// For <see cref="SessionEndReason.Failed"/>: what was wrong, for the client's author to read.
/// </param>
public sealed record SessionResult(
    string SessionId,
    string? Owner,
    SessionEndReason Reason,
    SessionStatistics Statistics,
    string? Error = null
)
{
    /// <summary>
    /// The format of its stream: what was declared, or what the WAV header said. The frame counts are at its rate.
    /// </summary>
    public AudioFormat Format { get; init; }

    /// <summary>
    /// Why some or all of what was played could not be heard, and how much of it; where all went to a sink without a
    /// device that was asked for, that. <see langword="null"/>: a device that can be heard played all of it, or none of
    /// it was played.
    /// </summary>
    public Inaudibility? Inaudible { get; init; }

    /// <summary>
    /// Whether a device that can be heard played all that was played. <see langword="null"/>: nobody was to hear it, as
    /// a sink without a device was asked for, or none of it was played.
    /// </summary>
    public bool? IsAudible =>
        Inaudible is null && Statistics.FramesPlayed == 0 ? null : Inaudibility.IsAudible(Inaudible);
}
