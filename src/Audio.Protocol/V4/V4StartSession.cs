using System.Text.Json.Serialization;
using Audio.Protocol.Etiquette;

namespace Audio.Protocol.V4;

/// <summary><c>start_session</c>, answered with <c>session_started</c>.</summary>
public sealed record V4StartSession() : V4ClientMessage("start_session")
{
    /// <summary>The maximum length of <see cref="Effects"/>, in characters.</summary>
    public const int MaxEffectsLength = 1_024;

    /// <summary>The format of the stream.</summary>
    public required V4AudioFormat AudioFormat { get; init; }

    /// <summary>
    /// Its id (<see cref="SessionNames.IsName"/>), unique in the daemon; null: the daemon chooses one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>Linear gain, 0 to 4; null: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Volume { get; init; }

    /// <summary>
    /// Its chain of effects, such as <c>speed:1.5,highpass:80</c>; at most <see cref="MaxEffectsLength"/> characters.
    /// Empty: none; null: the daemon's default.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Effects { get; init; }

    /// <summary>
    /// A <see cref="SessionJitter"/>: <c>auto</c>, <c>none</c> or milliseconds, which may be a number on the wire.
    /// Null: <c>auto</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Jitter { get; init; }

    /// <summary>
    /// How many milliseconds of sound may be buffered (<see cref="SessionLatency"/>); what exceeds them is skipped.
    /// Null: no limit.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxLatency { get; init; }

    /// <summary>A name of <see cref="EtiquetteNames.Priorities"/>; null: <c>speech</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Priority { get; init; }

    /// <summary>Its channel (<see cref="SessionEtiquette.Channel"/>); null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Channel { get; init; }

    /// <summary>A name of <see cref="EtiquetteNames.Overlaps"/>; null: <c>mix</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlap { get; init; }

    /// <summary>The milliseconds within which it must begin to sound, 1 to 86400000; null: any time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExpiresAfter { get; init; }

    /// <summary>Whether the sessions whose place it takes go on afterwards; null: they end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ResumeInterrupted { get; init; }

    /// <summary>This message with an etiquette. Fields that have their default are left out.</summary>
    public V4StartSession With(SessionEtiquette etiquette)
    {
        ArgumentNullException.ThrowIfNull(etiquette);
        return this with
        {
            Priority =
                etiquette.Priority == SessionEtiquette.Default.Priority
                    ? null
                    : EtiquetteNames.NameOf(etiquette.Priority),
            Channel = etiquette.Channel,
            Overlap =
                etiquette.Overlap == SessionEtiquette.Default.Overlap ? null : EtiquetteNames.NameOf(etiquette.Overlap),
            ExpiresAfter = etiquette.ExpiresAfter?.TotalMilliseconds,
            ResumeInterrupted = etiquette.ResumeInterrupted ? true : null,
        };
    }

    /// <summary>This message with a jitter setting; <see cref="SessionJitter.Auto"/> is left out.</summary>
    public V4StartSession With(SessionJitter jitter) =>
        this with
        {
            Jitter = jitter == SessionJitter.Auto ? null : jitter.ToString(),
        };

    /// <summary>The jitter setting that it asks for.</summary>
    /// <exception cref="V4Exception">The value is not valid: <c>invalid_field</c>.</exception>
    public SessionJitter ToJitter() =>
        Jitter is null ? SessionJitter.Auto
        : SessionJitter.TryParse(Jitter, out SessionJitter jitter) ? jitter
        : throw V4Fields.Invalid($"jitter is {SessionJitter.Rule}");

    /// <summary>The etiquette that it asks for.</summary>
    /// <exception cref="V4Exception">The value is not valid: <c>invalid_field</c>.</exception>
    public SessionEtiquette ToEtiquette()
    {
        SessionPriority priority = SessionEtiquette.Default.Priority;
        if (Priority is not null && !EtiquetteNames.TryParse(Priority, out priority))
            throw V4Fields.Invalid($"priority is one of {string.Join(", ", EtiquetteNames.Priorities)}");
        ChannelOverlap overlap = SessionEtiquette.Default.Overlap;
        if (Overlap is not null && !EtiquetteNames.TryParse(Overlap, out overlap))
            throw V4Fields.Invalid($"overlap is one of {string.Join(", ", EtiquetteNames.Overlaps)}");
        var etiquette = new SessionEtiquette
        {
            Priority = priority,
            Channel = Channel,
            Overlap = overlap,
            ExpiresAfter = ExpiresAfter is { } expiry ? SessionEtiquette.Expiry(expiry) : null,
            ResumeInterrupted = ResumeInterrupted ?? false,
        };
        return etiquette.Refusal() is { } refusal ? throw V4Fields.Invalid(refusal) : etiquette;
    }
}
