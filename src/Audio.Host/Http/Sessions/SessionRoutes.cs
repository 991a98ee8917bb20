using Audio.Host.Http.Reference;
using Audio.Host.Reports;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Sessions;

/// <summary>The routes of <c>/v1/sessions</c>.</summary>
internal static class SessionRoutes
{
    private const string SessionName = "The session's name.";

    private static readonly ApiProblemKind NoSuchSession = new(404, "/problems/no-such-session");
    private static readonly ApiProblemKind SessionEnded = new(410, "/problems/session-ended");

    public static void MapSessions(this RouteGroupBuilder api)
    {
        api.MapGet("/sessions", (HttpContext context, SessionsEndpoint sessions) => sessions.ListAsync(context))
            .DescribeList();
        api.MapGet("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                sessions.ShowAsync(context, id)
            )
            .DescribeShow();
        api.MapPatch("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                sessions.ChangeAsync(context, id)
            )
            .DescribeChange();
        api.MapDelete("/sessions/{id}", (HttpContext context, SessionsEndpoint sessions, string id) =>
                sessions.CancelAsync(context, id)
            )
            .DescribeCancel();
    }

    private static void DescribeList(this RouteHandlerBuilder route) =>
        route
            .WithName("listSessions")
            .WithTags("Sessions")
            .WithSummary("Lists the sessions of all clients")
            .Produces<SessionList>()
            .Describe(
                new ApiOperation
                {
                    Query = static () =>
                        [
                            new(
                                "ended",
                                $"`true`: also the last {EndedSessions.Kept} sessions that ended.",
                                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
                            ),
                        ],
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "The live sessions, whichever wire their clients speak.",
                    },
                    Problems = [ApiProblemKind.InvalidParameter, ApiProblemKind.Forbidden, ApiProblemKind.Internal],
                }
            );

    private static void DescribeShow(this RouteHandlerBuilder route) =>
        route
            .WithName("getSession")
            .WithTags("Sessions")
            .WithSummary("Shows one session")
            .Produces<PlaybackReport>()
            .Describe(
                new ApiOperation
                {
                    Id = SessionName,
                    OrAnswer = typeof(EndedReport),
                    Answers = new Dictionary<int, string>
                    {
                        [200] =
                            "Its current state; or, with `state` `ended`, how it ended, if that is still remembered.",
                    },
                    Problems =
                    [
                        ApiProblemKind.InvalidParameter,
                        ApiProblemKind.Forbidden,
                        NoSuchSession,
                        ApiProblemKind.Internal,
                    ],
                }
            );

    private static void DescribeChange(this RouteHandlerBuilder route) =>
        route
            .WithName("changeSession")
            .WithTags("Sessions")
            .WithSummary("Sets the volume of a session, pauses or resumes it")
            .Produces<PlaybackReport>()
            .Describe(
                new ApiOperation
                {
                    Id = SessionName,
                    Json = static () =>
                        ApiSchemas.Change("paused", "Whether the session is paused; it keeps what arrives."),
                    Answers = new Dictionary<int, string> { [200] = "The new state; the change is a ramp of 5 ms." },
                    Problems = [.. ApiProblemKind.OfChange(NoSuchSession), SessionEnded],
                }
            );

    private static void DescribeCancel(this RouteHandlerBuilder route) =>
        route
            .WithName("cancelSession")
            .WithTags("Sessions")
            .WithSummary("Fades a session out over 5 ms and ends it")
            .Produces<EndedReport>()
            .Describe(
                new ApiOperation
                {
                    Id = SessionName,
                    Answers = new Dictionary<int, string> { [200] = "How it ended." },
                    Problems =
                    [
                        ApiProblemKind.InvalidParameter,
                        ApiProblemKind.Forbidden,
                        NoSuchSession,
                        SessionEnded,
                        ApiProblemKind.Internal,
                    ],
                }
            );
}
