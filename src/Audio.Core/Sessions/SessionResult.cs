using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>How a session ended: given exactly once.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Owner">Who it belonged to.</param>
/// <param name="Reason">Why it is over.</param>
/// <param name="Statistics">Its last figures.</param>
/// <param name="Error">For <see cref="SessionEndReason.Failed"/>: what was wrong, for the client's author to read.</param>
public sealed record SessionResult(string SessionId, string? Owner, SessionEndReason Reason, SessionStatistics Statistics, string? Error = null)
{
    /// <summary>The format of its stream: what was declared, or what the WAV header said. The frame counts are at its rate.</summary>
    public AudioFormat Format { get; init; }
}
