using System.Text.Json.Nodes;
using Audio.Core.Sessions;
using Audio.Host.Endpoints;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Sessions;
using Audio.Protocol;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>What the reference says of each route.</summary>
internal static class ApiRoutes
{
    private const string SessionName = "The session's name.";

    private static readonly ApiProblemKind Forbidden = new(403, "/problems/forbidden");
    private static readonly ApiProblemKind InvalidParameter = new(400, "/problems/invalid-parameter");
    private static readonly ApiProblemKind NoSuchSession = new(404, "/problems/no-such-session");
    private static readonly ApiProblemKind SessionEnded = new(410, "/problems/session-ended");
    private static readonly ApiProblemKind Internal = new(500, "/problems/internal-error");

    private static readonly ApiProblemKind[] PlayProblems =
    [
        InvalidParameter, new(400, "/problems/empty-body"), new(400, "/problems/upload-cut"), Forbidden, new(408, "/problems/upload-stalled"),
        new(409, "/problems/name-taken"), new(415, "/problems/unsupported-media-type"), new(422, "/problems/unplayable"), Internal,
        new(503, "/problems/busy"), new(503, "/problems/shutting-down"),
    ];

    private static ApiParameter[] PlayQuery() =>
    [
        new("rate", "Of raw samples, in hertz. A WAV header overrules this and the next three.", Whole(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)),
        new("channels", "Of raw samples, interleaved; 1 where only the rate is given; 6 is 5.1, in the order of WAV.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [1, 2, 6] }),
        new("bits", "Of a raw sample: 8 unsigned, 16 and 24 signed, 32 IEEE float, all little-endian; 16 where only the rate is given.",
            new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [8, 16, 24, 32] }),
        new("encoding", "Of a raw sample, by name, where bits do not say enough.",
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. SampleEncodingNames.All.Select(name => (JsonNode)name)] }),
        new("volume", "Linear gain; 1 leaves the sound as it is.",
            new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = $"{AudioSession.MaxVolume:0}", Default = 1 }),
        new("id", $"A name for the session, free at the time; not one that begins with {string.Join(" or ", SessionNames.Reserved)}. Left out: the daemon makes one.",
            new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = SessionNames.MaxLength, Pattern = "^[A-Za-z0-9._-]+$" }),
        new("wait", "false: the answer comes when the body was taken, not when it was heard.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = true }),
    ];

    private static OpenApiSchema Change() => new()
    {
        Type = JsonSchemaType.Object,
        MinProperties = 1,
        AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["volume"] = new OpenApiSchema { Type = JsonSchemaType.Number, Minimum = "0", Maximum = $"{AudioSession.MaxVolume:0}", Description = "Linear gain; 1 leaves the sound as it is." },
            ["paused"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "Whether it is silent, and keeps what arrives." },
        },
        Examples = [new JsonObject { ["volume"] = 0.5, ["paused"] = true }],
    };

    public static void DescribePlay(this RouteHandlerBuilder route, string name) => route
        .WithName(name)
        .WithTags("Play")
        .WithSummary("Plays the body while it arrives")
        .WithDescription(
            "The body is a WAV file, or raw samples with `rate`, or `audio/L16` (big-endian); of any length, chunked or not. It sounds with its first bytes. "
            + "A client that sends faster than real time is held back when 30 s are ahead (`--max-buffered`). A client that hangs up in the middle is played as far as it came.")
        .Produces<PlayReport>(StatusCodes.Status200OK)
        .Produces<PlayAccepted>(StatusCodes.Status202Accepted)
        .Describe(new ApiOperation
        {
            Query = PlayQuery,
            Sound = [.. PlayContentType.Wav, PlayContentType.L16, .. PlayContentType.Unsaid],
            Answers = new Dictionary<int, string>
            {
                [200] = "It was heard, or somebody cancelled it: `reason` says which.",
                [202] = "With `wait=false`: the body was taken. `Location` names the session.",
            },
            Problems = PlayProblems,
        });

    public static void DescribeList(this RouteHandlerBuilder route) => route
        .WithName("listSessions")
        .WithTags("Sessions")
        .WithSummary("Lists the sessions of all clients")
        .Produces<SessionList>()
        .Describe(new ApiOperation
        {
            Query = static () => [new("ended", $"true: also the last {EndedSessions.Kept} that ended.", new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false })],
            Answers = new Dictionary<int, string> { [200] = "Those that live, whichever wire their clients speak." },
            Problems = [InvalidParameter, Forbidden, Internal],
        });

    public static void DescribeShow(this RouteHandlerBuilder route) => route
        .WithName("getSession")
        .WithTags("Sessions")
        .WithSummary("Shows one session")
        .Produces<PlaybackReport>()
        .Describe(new ApiOperation
        {
            Id = SessionName,
            OrAnswer = typeof(EndedReport),
            Answers = new Dictionary<int, string> { [200] = "As it is; or, with `state` `ended`, how it ended, as long as that is remembered." },
            Problems = [InvalidParameter, Forbidden, NoSuchSession, Internal],
        });

    public static void DescribeChange(this RouteHandlerBuilder route) => route
        .WithName("changeSession")
        .WithTags("Sessions")
        .WithSummary("Sets the volume of a session, pauses it or lets it play on")
        .Produces<PlaybackReport>()
        .Describe(new ApiOperation
        {
            Id = SessionName,
            Json = Change,
            Answers = new Dictionary<int, string> { [200] = "It is so; the change is a ramp of 5 ms." },
            Problems =
            [
                InvalidParameter, new(400, "/problems/invalid-body"), Forbidden, NoSuchSession, SessionEnded, new(413, "/problems/too-large"),
                new(415, "/problems/unsupported-media-type"), Internal,
            ],
        });

    public static void DescribeCancel(this RouteHandlerBuilder route) => route
        .WithName("cancelSession")
        .WithTags("Sessions")
        .WithSummary("Silences a session over 5 ms and ends it")
        .Produces<EndedReport>()
        .Describe(new ApiOperation
        {
            Id = SessionName,
            Answers = new Dictionary<int, string> { [200] = "How it ended." },
            Problems = [InvalidParameter, Forbidden, NoSuchSession, SessionEnded, Internal],
        });

    /// <summary>For the pages of version 3.</summary>
    public static void DescribePage(this RouteHandlerBuilder route, string name, string summary, string answer) => route
        .WithName(name)
        .WithTags("Daemon")
        .WithSummary(summary)
        .Describe(new ApiOperation { Answers = new Dictionary<int, string> { [200] = answer } });

    private static void Describe(this RouteHandlerBuilder route, ApiOperation operation)
    {
        foreach (int status in operation.Problems.Select(p => p.Status).Distinct())
            route.Produces<ApiProblem>(status, ApiProblem.ContentType);
        route.WithMetadata(operation);
    }

    private static OpenApiSchema Whole(int from, int to) => new() { Type = JsonSchemaType.Integer, Minimum = $"{from}", Maximum = $"{to}" };
}
