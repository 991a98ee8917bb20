using Audio.Host.Http.Reference;

namespace Audio.Host.Http.Play;

/// <summary>The routes of <c>/v1/play</c>.</summary>
internal static class PlayRoutes
{
    private static readonly ApiProblemKind[] Problems =
    [
        ApiProblemKind.InvalidParameter,
        new(400, "/problems/empty-body"),
        new(400, "/problems/upload-cut"),
        ApiProblemKind.Forbidden,
        new(408, "/problems/upload-stalled"),
        new(409, "/problems/name-taken"),
        new(415, "/problems/unsupported-media-type"),
        new(422, "/problems/unplayable"),
        ApiProblemKind.Internal,
        new(503, "/problems/busy"),
        new(503, "/problems/shutting-down"),
    ];

    public static void MapPlay(this RouteGroupBuilder api)
    {
        api.MapPost("/play", Play).DescribePlay("play");
        api.MapPut("/play", Play).DescribePlay("playUpload");

        static Task Play(HttpContext context, PlayEndpoint play) => play.ServeAsync(context);
    }

    private static void DescribePlay(this RouteHandlerBuilder route, string name) =>
        route
            .WithName(name)
            .WithTags("Play")
            .WithSummary("Plays the body while it arrives")
            .WithDescription(
                "The body is a WAV file, raw samples with `rate`, or `audio/L16` (big-endian), of any length, "
                    + "chunked or not. Playback starts with the first bytes. "
                    + "A client that sends faster than real time is slowed down once 30 s are buffered "
                    + "(`--max-buffered`). "
                    + "If a client hangs up early, what had arrived is played."
            )
            .Produces<PlayReport>(StatusCodes.Status200OK)
            .Produces<PlayAccepted>(StatusCodes.Status202Accepted)
            .Describe(
                new ApiOperation
                {
                    Query = PlayQuery.Parameters,
                    Sound = [.. PlayContentType.Sound, PlayContentType.L16, .. PlayContentType.Unsaid],
                    Answers = new Dictionary<int, string>
                    {
                        [200] =
                            "The sound was heard or will not be: `reason` tells whether it completed, was "
                            + "cancelled, or was replaced, expired or dropped because of its etiquette.",
                        [202] = "With `wait=false`: the body was received. `Location` names the session.",
                    },
                    Problems = Problems,
                }
            );
}
