using System.Text.Json.Serialization;
using Audio.Protocol.Etiquette;

namespace Audio.Protocol.V4;

/// <summary>What a client says. <see cref="V4ClientMessages"/> reads and writes them.</summary>
public abstract record V4ClientMessage
{
    private protected V4ClientMessage(string type) => Type = type;

    /// <summary>Echoed in the reply; at most <see cref="V4Wire.MaxRequestIdLength"/> characters.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RequestId { get; init; }

    /// <summary>The name of the message.</summary>
    [JsonPropertyOrder(-2)]
    public string Type { get; }
}

/// <summary>A message about one session.</summary>
public abstract record V4SessionMessage : V4ClientMessage
{
    private protected V4SessionMessage(string type)
        : base(type) { }

    /// <summary>The session.</summary>
    [JsonPropertyOrder(-1)]
    public required string SessionId { get; init; }
}

/// <summary><c>ping</c>, answered with <c>pong</c>.</summary>
public sealed record V4Ping() : V4ClientMessage("ping");

/// <summary><c>get_status</c>, answered with <c>status</c>.</summary>
public sealed record V4GetStatus() : V4ClientMessage("get_status");

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

/// <summary>
/// <c>stop_session</c>, answered with <c>session_stopped</c>: the stream ends here; what was sent is played to its end.
/// </summary>
public sealed record V4StopSession() : V4SessionMessage("stop_session")
{
    /// <summary>The <see cref="Mode"/> that cancels.</summary>
    public const string Cancel = "cancel";

    /// <summary><see cref="Cancel"/>: the same as <c>cancel_session</c>; left out: drain.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Mode { get; init; }
}

/// <summary>
/// <c>cancel_session</c>, answered with <c>session_stopped</c>: silence now, over 5 ms; what is held is discarded.
/// </summary>
public sealed record V4CancelSession() : V4SessionMessage("cancel_session");

/// <summary><c>pause_session</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4PauseSession() : V4SessionMessage("pause_session");

/// <summary><c>resume_session</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4ResumeSession() : V4SessionMessage("resume_session");

/// <summary><c>set_volume</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4SetVolume() : V4SessionMessage("set_volume")
{
    /// <summary>Linear gain, 0 to 4.</summary>
    public required double Volume { get; init; }
}

/// <summary>
/// <c>mark</c>, answered with <c>mark_set</c>; <c>mark_heard</c> follows when that place of the stream is heard.
/// </summary>
public sealed record V4Mark() : V4SessionMessage("mark")
{
    /// <summary>The longest <see cref="Name"/>, in characters.</summary>
    public const int MaxNameLength = 256;

    /// <summary>The greatest <see cref="Offset"/>: above it, neighbouring whole numbers are one in JSON.</summary>
    public const long MaxOffset = 1L << 53;

    /// <summary>A stream offset in bytes; it may have come, or not.</summary>
    public required long Offset { get; init; }

    /// <summary>What it is called; need not be unique.</summary>
    public required string Name { get; init; }
}

/// <summary>
/// <c>resume</c>, answered with <c>resumed</c>: takes over the sessions of a connection that was cut.
/// </summary>
public sealed record V4Resume() : V4ClientMessage("resume")
{
    /// <summary>The <c>resumeToken</c> of that connection's <c>welcome</c>.</summary>
    public required string Token { get; init; }
}
