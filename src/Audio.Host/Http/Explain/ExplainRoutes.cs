using Audio.Host.Http.Play;
using Audio.Host.Http.Reference;

namespace Audio.Host.Http.Explain;

/// <summary>The route of <c>/v1/explain</c>.</summary>
internal static class ExplainRoutes
{
    public static void MapExplain(this RouteGroupBuilder api)
    {
        api.MapPost("/explain", (HttpContext context, ExplainEndpoint explain) => explain.ServeAsync(context))
            .DescribeExplain();
    }

    private static void DescribeExplain(this RouteHandlerBuilder route) =>
        route
            .WithName("explain")
            .WithTags("Play")
            .WithSummary("Tells what would happen to a sound now, without playing it")
            .WithDescription(
                "Takes the query of `/v1/play`, without a body. Tells whether the sound would play, wait or be "
                    + "dropped, what it would replace, and how loud it would be."
            )
            .Produces<ExplainReport>()
            .Describe(
                new ApiOperation
                {
                    Query = PlayQuery.Parameters,
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "What would happen now; this may change at any time.",
                    },
                    Problems =
                    [
                        ApiProblemKind.InvalidParameter,
                        ApiProblemKind.Forbidden,
                        new(409, "/problems/name-taken"),
                        new(422, "/problems/unplayable"),
                        ApiProblemKind.Internal,
                        new(503, "/problems/shutting-down"),
                    ],
                }
            );
}
