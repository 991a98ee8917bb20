namespace Audio.Protocol.Etiquette;

/// <summary>How a session behaves towards others. docs/etiquette.md shows every combination.</summary>
public sealed record SessionEtiquette
{
    /// <summary>The maximum of <see cref="ExpiresAfter"/>.</summary>
    public static readonly TimeSpan MaxExpiry = TimeSpan.FromHours(24);

    /// <summary>The default: speech that plays at the same time as everything else.</summary>
    public static SessionEtiquette Default { get; } = new();

    /// <summary>
    /// What the sound is for. It decides on which bus the session plays, and which buses are lowered meanwhile.
    /// </summary>
    public SessionPriority Priority { get; init; } = SessionPriority.Speech;

    /// <summary>
    /// The channel that it shares with other sessions; <see cref="Overlap"/> applies among the sessions of one channel.
    /// 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>; <see langword="null"/>: none.
    /// </summary>
    public string? Channel { get; init; }

    /// <summary>
    /// What it does if others play on its channel when it is opened. Everything but <see cref="ChannelOverlap.Mix"/>
    /// needs a channel.
    /// </summary>
    public ChannelOverlap Overlap { get; init; } = ChannelOverlap.Mix;

    /// <summary>
    /// The time within which it must begin to sound after it was opened; later it is stale and is not played. 1 ms to
    /// <see cref="MaxExpiry"/>; <see langword="null"/>: any time.
    /// </summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>
    /// With <see cref="ChannelOverlap.Replace"/>: the sessions whose place it takes do not end. They fall silent, and
    /// go on where they were when it is over.
    /// </summary>
    public bool ResumeInterrupted { get; init; }

    /// <summary>
    /// An <see cref="ExpiresAfter"/> from the milliseconds on the wire. A number out of range, however large, gives a
    /// time out of range.
    /// </summary>
    public static TimeSpan Expiry(double milliseconds) =>
        milliseconds >= 1 && milliseconds <= MaxExpiry.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.Zero;

    /// <summary>What is wrong with it, in the field names of the wire; <see langword="null"/>: nothing.</summary>
    public string? Refusal() =>
        this switch
        {
            { Channel: { } channel } when !SessionNames.IsName(channel) =>
                $"channel has 1 to {SessionNames.MaxLength} of the characters A-Z a-z 0-9 . _ -",
            { Overlap: not ChannelOverlap.Mix, Channel: null } =>
                $"overlap {EtiquetteNames.NameOf(Overlap)} needs a channel",
            { ExpiresAfter: { } expiry } when expiry < TimeSpan.FromMilliseconds(1) || expiry > MaxExpiry =>
                $"expiresAfter is between 1 and {MaxExpiry.TotalMilliseconds:0} ms",
            { ResumeInterrupted: true, Overlap: not ChannelOverlap.Replace } =>
                "resumeInterrupted needs overlap replace",
            _ => null,
        };
}
