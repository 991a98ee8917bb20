using Audio.Core.Effects;
using Audio.Core.Sessions;
using Audio.Host.Reports;
using Audio.Protocol;
using Audio.Protocol.V4;

namespace Audio.Host.Http.Problems;

/// <summary>
/// Every kind of problem under <c>/v1</c>. docs/protocol.md lists them; a test keeps the two in step.
/// </summary>
internal static class ApiProblems
{
    /// <summary>The accepted body formats, in one sentence.</summary>
    public const string WhatToSend =
        "Send a WAV, MP3, FLAC or Ogg file (Opus, Vorbis, FLAC), raw samples with "
        + "?rate=24000&channels=1&bits=16, or audio/L16;rate=24000;channels=1 "
        + "(big-endian).";

    public static ApiProblem InvalidParameter(string detail) =>
        new("/problems/invalid-parameter", "Invalid parameter", 400, detail, Retryable: false);

    public static ApiProblem InvalidEffects(EffectException error) =>
        InvalidParameter($"The parameter effects is invalid: {error.Message}");

    public static ApiProblem InvalidBody(string detail) =>
        new("/problems/invalid-body", "Invalid body", 400, detail, Retryable: false);

    public static ApiProblem EmptyBody() =>
        new(
            "/problems/empty-body",
            "There is nothing to play",
            400,
            $"The body is empty. {WhatToSend}",
            Retryable: false
        );

    public static ApiProblem UploadCut(string detail) =>
        new("/problems/upload-cut", "The upload was interrupted", 400, detail, Retryable: true);

    public static ApiProblem Forbidden(string detail) =>
        new("/problems/forbidden", "The request is not allowed", 403, detail, Retryable: false);

    public static ApiProblem NotFound(string path) =>
        new(
            "/problems/not-found",
            "Not found",
            404,
            $"There is no {Short(path)}. See /docs for the API.",
            Retryable: false
        );

    public static ApiProblem NoSuchSession(string id) =>
        new(
            "/problems/no-such-session",
            "There is no such session",
            404,
            $"No session is named {Short(id)}; of the ended ones only the last {EndedSessions.Kept} are remembered. "
                + "GET /v1/sessions lists the live ones.",
            Retryable: false
        );

    public static ApiProblem NoSuchBus(string name, IEnumerable<string> all) =>
        new(
            "/problems/no-such-bus",
            "There is no such bus",
            404,
            $"No bus is named {Short(name)}; there are {string.Join(", ", all)}.",
            Retryable: false
        );

    public static ApiProblem MethodNotAllowed(string method, string allow) =>
        new(
            "/problems/method-not-allowed",
            "Method not allowed",
            405,
            $"{Short(method)} is not allowed here; use {allow}.",
            Retryable: false
        );

    public static ApiProblem Stalled(TimeSpan limit) =>
        new(
            "/problems/upload-stalled",
            "The upload stalled",
            408,
            $"No data arrived for {limit.TotalSeconds:0.###} s; what had arrived was played.",
            Retryable: true
        );

    public static ApiProblem NameTaken(string id) =>
        new(
            "/problems/name-taken",
            "The name is taken",
            409,
            $"A session named {id} is open; choose another id, or none.",
            Retryable: true
        )
        {
            SessionId = id,
        };

    public static ApiProblem SessionEnded(SessionResult result) =>
        new ApiProblem(
            "/problems/session-ended",
            "The session has ended",
            410,
            $"Session {result.SessionId} has ended ({V4EndReasons.NameOf(result.Reason)}) and can no longer be "
                + "changed.",
            Retryable: false
        ).With(result);

    public static ApiProblem TooLarge(int limit) =>
        new(
            "/problems/too-large",
            "The body is too large",
            413,
            $"The body may have at most {limit} bytes.",
            Retryable: false
        );

    public static ApiProblem UnsupportedMediaType(string detail) =>
        new("/problems/unsupported-media-type", "The media type is not supported", 415, detail, Retryable: false);

    public static ApiProblem Unplayable(string detail) =>
        new("/problems/unplayable", "The sound cannot be played", 422, detail, Retryable: false);

    public static ApiProblem Internal() =>
        new(
            "/problems/internal-error",
            "Internal error",
            500,
            "The daemon could not handle the request; its log has details.",
            Retryable: false
        );

    public static ApiProblem Busy(string detail) =>
        new("/problems/busy", "The daemon is busy", 503, detail, Retryable: true) { RetryAfter = 1 };

    public static ApiProblem ShuttingDown(string detail = "The daemon is shutting down; it takes no new sessions.") =>
        new("/problems/shutting-down", "The daemon is shutting down", 503, detail, Retryable: true) { RetryAfter = 5 };

    /// <summary>Adds the session's name and, if it has ended, how.</summary>
    public static ApiProblem With(this ApiProblem problem, SessionResult result) =>
        problem with
        {
            SessionId = result.SessionId,
            Reason = V4EndReasons.NameOf(result.Reason),
            PlayedMs = SessionReports.PlayedMs(result),
        };

    /// <summary>A client's text, shortened and without line breaks or control characters.</summary>
    public static string Short(string text) => PlainText.Line(ShortText.Of(text, 60));
}
