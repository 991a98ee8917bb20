using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;

namespace Audio.Client;

/// <summary>The options of a session.</summary>
public sealed record AudioSessionOptions
{
    /// <summary>
    /// Its id, unique in the daemon: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>, without the prefixes in <see
    /// cref="SessionNames.Reserved"/>. Null: 16 random characters, which nobody can guess.
    /// </summary>
    public string? SessionId { get; init; }

    /// <summary>Linear gain, 0 to 4.</summary>
    public double Volume { get; init; } = 1;

    /// <summary>
    /// Its chain of effects, such as <c>speed:1.5,highpass:80</c>; at most 1,024 characters. Empty: none; null: the
    /// default of the daemon. If the daemon does not know an effect, the start fails with an <see
    /// cref="AudioRequestException"/> that says which there are.
    /// </summary>
    public string? Effects { get; init; }

    /// <summary>
    /// How it behaves towards other sessions: its priority, its channel, and what it does if others play on that
    /// channel. By default it is speech that plays at the same time as everything else.
    /// </summary>
    public SessionEtiquette Etiquette { get; init; } = SessionEtiquette.Default;

    /// <summary>
    /// How the daemon deals with chunks that come late: it learns from the gaps (the default), never waits, or keeps a
    /// jitter buffer of a fixed length. The last is for sound that comes in real time:
    /// <c>SessionJitter.Fixed(TimeSpan.FromMilliseconds(40))</c>.
    /// </summary>
    public SessionJitter Jitter { get; init; } = SessionJitter.Auto;

    /// <summary>
    /// For sound that comes in real time: how much the daemon may buffer, <see cref="SessionLatency.Least"/> to <see
    /// cref="SessionLatency.Most"/>. If more has piled up after a stall, the excess is skipped at a quiet place and
    /// counted in <see cref="PlaybackResult.FramesSkipped"/>. Null: nothing is skipped.
    /// </summary>
    public TimeSpan? MaxLatency { get; init; }

    /// <summary>
    /// What surrounds the samples of a session that is started with a format. <see cref="AudioContainer.Raw"/> (the
    /// default): nothing. <see cref="AudioContainer.Auto"/>: the stream's first bytes say it; the format is that of a
    /// stream of bare samples. A session without a format is always <see cref="AudioContainer.Auto"/>.
    /// </summary>
    public AudioContainer Container { get; init; } = AudioContainer.Raw;

    /// <summary>
    /// What to do if a daemon has lost the session. True: start a new one at the first frame that was not reported as
    /// played, with the same options; a little may be heard twice. This keeps up to the whole buffer of the daemon (30
    /// s of sound by default) in memory. False: end as <see cref="SessionEndReason.Lost"/>. Null: as <see
    /// cref="AudioDaemonClientOptions.ResendUnplayed"/> says.
    /// </summary>
    /// <remarks>
    /// A stream whose first bytes say what it is cannot be entered in the middle: it starts again from its first byte
    /// if nothing of it was reported as played, and is lost otherwise.
    /// </remarks>
    public bool? ResendUnplayed { get; init; }

    internal void Validate(string parameter)
    {
        if (SessionId is not null && SessionNames.Refusal(SessionId) is { } refusal)
            throw new ArgumentException($"A session's name {refusal}.", parameter);
        ValidateVolume(Volume, parameter);
        if (!Enum.IsDefined(Container))
            throw new ArgumentOutOfRangeException(parameter, Container, "A container is Raw or Auto.");
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
                "A maximum latency is between 50 ms and 30 s."
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
