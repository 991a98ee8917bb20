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
            .WithSummary("Says what would become of a sound now, without playing it")
            .WithDescription(
                "The query is that of `/v1/play`; there is no body. Whether it would play, wait or be dropped, "
                    + "whom it would replace, and how loud it would be."
            )
            .Produces<ExplainReport>()
            .Describe(
                new ApiOperation
                {
                    Query = PlayQuery.Parameters,
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "What would happen now; a moment later it may be something else.",
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
