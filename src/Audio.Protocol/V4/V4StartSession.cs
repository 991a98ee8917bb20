using System.Text.Json.Serialization;
using Audio.Protocol.Etiquette;

namespace Audio.Protocol.V4;

/// <summary><c>start_session</c>, answered with <c>session_started</c>.</summary>
public sealed record V4StartSession() : V4ClientMessage("start_session")
{
    /// <summary>The longest <see cref="Effects"/>, in characters.</summary>
    public const int MaxEffectsLength = 1_024;

    /// <summary>The format of the bytes that will come.</summary>
    public required V4AudioFormat AudioFormat { get; init; }

    /// <summary>
    /// Its name (<see cref="SessionNames.IsName"/>), unique in the daemon; left out: the daemon makes one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>Linear gain, 0 to 4; left out: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Volume { get; init; }

    /// <summary>
    /// The chain of effects that its sound goes through, such as <c>speed:1.5,highpass:80</c>; at most <see
    /// cref="MaxEffectsLength"/> characters. Empty: none; left out: what the daemon does by default.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Effects { get; init; }

    /// <summary>
    /// A <see cref="SessionJitter"/>: <c>auto</c>, <c>none</c>, or milliseconds; on the wire they may be a number. Left
    /// out: <c>auto</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Jitter { get; init; }

    /// <summary>
    /// Milliseconds of sound that may be held (<see cref="SessionLatency"/>); what is beyond them is skipped. Left out:
    /// nothing is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MaxLatency { get; init; }

    /// <summary>A name of <see cref="EtiquetteNames.Priorities"/>; left out: <c>speech</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Priority { get; init; }

    /// <summary>The channel that it is on (<see cref="SessionEtiquette.Channel"/>); left out: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Channel { get; init; }

    /// <summary>A name of <see cref="EtiquetteNames.Overlaps"/>; left out: <c>mix</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlap { get; init; }

    /// <summary>Milliseconds in which it must have begun to sound, 1 to 86400000; left out: any time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExpiresAfter { get; init; }

    /// <summary>Whether those it takes the place of go on afterwards; left out: they end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? ResumeInterrupted { get; init; }

    /// <summary>The message with an etiquette in it; what is as it is by default is left out.</summary>
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

    /// <summary>
    /// The message with what is done against chunks that come late; <see cref="SessionJitter.Auto"/> is left out.
    /// </summary>
    public V4StartSession With(SessionJitter jitter) =>
        this with
        {
            Jitter = jitter == SessionJitter.Auto ? null : jitter.ToString(),
        };

    /// <summary>What it asks for against chunks that come late.</summary>
    /// <exception cref="V4Exception">There is none such: <c>invalid_field</c>.</exception>
    public SessionJitter ToJitter() =>
        Jitter is null ? SessionJitter.Auto
        : SessionJitter.TryParse(Jitter, out SessionJitter jitter) ? jitter
        : throw V4Fields.Invalid($"jitter is {SessionJitter.Rule}");

    /// <summary>The etiquette that it asks for.</summary>
    /// <exception cref="V4Exception">There is none such: <c>invalid_field</c>.</exception>
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
