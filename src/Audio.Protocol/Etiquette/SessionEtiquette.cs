namespace Audio.Protocol.Etiquette;

/// <summary>
/// How a session behaves towards others. The whole of it, with every combination, stands in docs/etiquette.md.
/// </summary>
public sealed record SessionEtiquette
{
    /// <summary>The longest <see cref="ExpiresAfter"/>.</summary>
    public static readonly TimeSpan MaxExpiry = TimeSpan.FromHours(24);

    /// <summary>Speech that plays beside everything else.</summary>
    public static SessionEtiquette Default { get; } = new();

    /// <summary>What the sound is for: its bus, and who is lowered for it.</summary>
    public SessionPriority Priority { get; init; } = SessionPriority.Speech;

    /// <summary>
    /// A place that sessions share: what <see cref="Overlap"/> says is meant among those of one channel. 1 to 64 of
    /// <c>A-Z a-z 0-9 . _ -</c>; <see langword="null"/>: it is on none.
    /// </summary>
    public string? Channel { get; init; }

    /// <summary>
    /// What it does when it is opened while others play on its channel. All but <see cref="ChannelOverlap.Mix"/> need a
    /// channel.
    /// </summary>
    public ChannelOverlap Overlap { get; init; } = ChannelOverlap.Mix;

    /// <summary>
    /// If it has not begun to sound so long after it was opened, it is stale and is not played: 1 ms to <see
    /// cref="MaxExpiry"/>; <see langword="null"/>: it never is.
    /// </summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>
    /// With <see cref="ChannelOverlap.Replace"/>: those it takes the place of are not ended but silenced, and go on
    /// where they were when it is over.
    /// </summary>
    public bool ResumeInterrupted { get; init; }

    /// <summary>
    /// An <see cref="ExpiresAfter"/> from the milliseconds that stand on the wire; one out of its range stays out of
    /// it, whatever the number.
    /// </summary>
    public static TimeSpan Expiry(double milliseconds) =>
        milliseconds >= 1 && milliseconds <= MaxExpiry.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.Zero;

    /// <summary>
    /// What is wrong with it, by the names that the fields have on the wire; <see langword="null"/>: nothing.
    /// </summary>
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
