using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>How a session begins.</summary>
public sealed record AudioSessionOptions
{
    /// <summary>
    /// Its name, unique in the daemon, as <see cref="SessionNames"/> has it: 1 to 64 of <c>A–Z a–z 0–9 . _ -</c>, not
    /// beginning as the daemon's own names do. Null: 16 random characters, which is what nobody else can guess.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Linear gain, 0 to 4.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>
    /// The chain of effects that its sound goes through, such as <c>speed:1.5,highpass:80</c>; at most 1,024
    /// characters. Empty: none; null: what the daemon does by default. One that the daemon does not understand makes
    /// the start fail with an <see cref="AudioRequestException"/> that says what is known. A session that is begun
    /// again keeps it.
    /// </summary>
    public string? Effects { get; init; }

    /// <summary>
    /// How it behaves towards other sessions: its priority, its channel, and what it does while others are on it. Left
    /// out: speech that plays beside everything. A session that is begun again (<see cref="ResendUnplayed"/>) keeps it.
    /// </summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>
    /// What the daemon does against chunks that come late: it learns from the gaps (the default), it never waits, or it
    /// keeps a jitter buffer of a fixed length, for sound that comes in real time:
    /// <c>SessionJitter.Fixed(TimeSpan.FromMilliseconds(40))</c>. A session that is begun again keeps it.
    /// </summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>
    /// For sound that comes in real time: how much the daemon may hold, <see cref="SessionLatency.Least"/> to <see
    /// cref="SessionLatency.Most"/>. Where a stall leaves more, what is beyond it is skipped at a quiet place, and
    /// counted in <see cref="PlaybackResult.FramesSkipped"/>. Null: nothing is skipped.
    /// </summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>
    /// Where a daemon has lost the session: begin a new one at the first frame that was not reported as played, instead
    /// of ending as <see cref="SessionEndReason.Lost"/>. A little may then be heard twice. Holds up to the daemon's
    /// whole buffer (30 s of sound by default) in memory. Null: as <see
    /// cref="AudioDaemonClientOptions.ResendUnplayed"/> says.
    /// </summary>
    public bool? ResendUnplayed { get; init; }

    internal void Validate(string parameter)
    {
        if (SessionId is not null && SessionNames.Refusal(SessionId) is { } refusal)
            throw new ArgumentException($"A session's name {refusal}.", parameter);
        ValidateVolume(Volume, parameter);
        if (Effects is { Length: > V4StartSession.MaxEffectsLength })
        {
            throw new ArgumentException(
                $"A chain of effects has at most {V4StartSession.MaxEffectsLength} characters.",
                parameter
            );
        }

        if (!SessionLatency.IsInRange(MaxLatency))
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                MaxLatency,
                "A greatest latency is between 50 ms and 30 s."
            );
        }

        if (Etiquette is null)
        {
            throw new ArgumentNullException(
                parameter,
                "An etiquette is required; SessionEtiquette.Default is the usual one."
            );
        }

        if (Etiquette.Refusal() is { } wrong)
            throw new ArgumentException($"This etiquette cannot be kept: {wrong}.", parameter);
    }

    internal static void ValidateVolume(double volume, string parameter)
    {
        if (!(volume is >= 0 and <= 4))
            throw new ArgumentOutOfRangeException(parameter, volume, "A volume is between 0 and 4.");
    }
}
