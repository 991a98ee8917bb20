using System.Text.Json.Serialization;

namespace Audio.Host.Http.Problems;

/// <summary>What went wrong with a request, as <c>application/problem+json</c> (RFC 9457) has it.</summary>
/// <param name="Type">
/// Names the kind of problem, and never changes: <c>/problems/…</c>, as docs/protocol.md lists them.
/// </param>
/// <param name="Title">The kind in words; the same for each of its kind.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What was wrong this time, and what to do instead.</param>
/// <param name="Retryable">Whether the same request can succeed later.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail, bool Retryable)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The session, where one was there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>
    /// How the session ended, where it has: <c>completed</c>, <c>cancelled</c>, <c>disconnected</c>, <c>failed</c>, …
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>How much of the session was heard, in milliseconds, where it has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PlayedMs { get; init; }

    /// <summary>Seconds after which a retry makes sense; sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }
}
