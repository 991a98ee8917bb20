using System.Text.Json.Serialization;

namespace Audio.Host.Http.Problems;

/// <summary>An error of a request, in the form of <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Type">The kind of problem; never changes. docs/protocol.md lists them: <c>/problems/…</c>.</param>
/// <param name="Title">The kind in words; the same for every problem of that kind.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What was wrong with this request, and what to do instead.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail, bool Retryable)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>The session, if there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }

    /// <summary>
    /// How the session ended, if it has: <c>completed</c>, <c>cancelled</c>, <c>disconnected</c>, <c>failed</c>, …
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>How much of the session was played, in milliseconds, if it has ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PlayedMs { get; init; }

    /// <summary>The number of seconds to wait before a retry; sent as <c>Retry-After</c>.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }
}
