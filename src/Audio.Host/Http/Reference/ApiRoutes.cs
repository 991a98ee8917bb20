using System.Text.Json.Nodes;
using Audio.Core.Sessions;
using Audio.Host.Endpoints;
using Audio.Host.Http.Buses;
using Audio.Host.Http.Explain;
using Audio.Host.Http.Play;
using Audio.Host.Http.Problems;
using Audio.Host.Http.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V4;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>What the reference says of each route.</summary>
internal static class ApiRoutes
{
    private const string SessionName = "The session's name.";
    private const string BusName = "`media`, `notification`, `speech`, `alert` or `master`.";

    private static readonly ApiProblemKind Forbidden = new(403, "/problems/forbidden");
    private static readonly ApiProblemKind InvalidParameter = new(400, "/problems/invalid-parameter");
    private static readonly ApiProblemKind NoSuchSession = new(404, "/problems/no-such-session");
    private static readonly ApiProblemKind NoSuchBus = new(404, "/problems/no-such-bus");
    private static readonly ApiProblemKind SessionEnded = new(410, "/problems/session-ended");
    private static readonly ApiProblemKind Internal = new(500, "/problems/internal-error");

    private static readonly ApiProblemKind[] PlayProblems =
    [
        InvalidParameter,
        new(400, "/problems/empty-body"),
        new(400, "/problems/upload-cut"),
        Forbidden,
        new(408, "/problems/upload-stalled"),
        new(409, "/problems/name-taken"),
        new(415, "/problems/unsupported-media-type"),
        new(422, "/problems/unplayable"),
        Internal,
        new(503, "/problems/busy"),
        new(503, "/problems/shutting-down"),
    ];

    private static ApiParameter[] PlayQuery() =>
        [
            new(
                "rate",
                "Of raw samples, in hertz. A WAV header overrules this and the next three.",
                Whole(AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate)
            ),
            new(
                "channels",
                "Of raw samples, interleaved; 1 where only the rate is given; 6 is 5.1, in the order of WAV.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [1, 2, 6] }
            ),
            new(
                "bits",
                "Of a raw sample: 8 unsigned, 16 and 24 signed, 32 IEEE float, all little-endian; 16 where only the rate is given.",
                new OpenApiSchema { Type = JsonSchemaType.Integer, Enum = [8, 16, 24, 32] }
            ),
            new(
                "encoding",
                "Of a raw sample, by name, where bits do not say enough.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. SampleEncodingNames.All.Select(name => (JsonNode)name)],
                }
            ),
            new(
                "volume",
                "Linear gain; 1 leaves the sound as it is.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "0",
                    Maximum = $"{AudioSession.MaxVolume:0}",
                    Default = 1,
                }
            ),
            new(
                "effects",
                "A chain of effects that the sound goes through, such as `speed:1.5,highpass:80`. Empty: none. Left out: what the daemon does by default.",
                new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = V4StartSession.MaxEffectsLength }
            ),
            new(
                "priority",
                "What the sound is for: its bus, and who is lowered for it.",
                OneOf(EtiquetteNames.Priorities, EtiquetteNames.NameOf(SessionEtiquette.Default.Priority))
            ),
            new(
                "channel",
                "A name that sessions share; what `overlap` says is meant among those of one channel. Left out: it is on none.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = SessionNames.MaxLength,
                    Pattern = "^[A-Za-z0-9._-]+$",
                }
            ),
            new(
                "overlap",
                "What it does where others are on its channel: mix with them, wait, take their place, or not be played. All but `mix` need a channel.",
                OneOf(EtiquetteNames.Overlaps, EtiquetteNames.NameOf(SessionEtiquette.Default.Overlap))
            ),
            new(
                "expiresAfter",
                "Milliseconds in which it must have begun to sound; later it is not played. Left out: any time.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "1",
                    Maximum = $"{SessionEtiquette.MaxExpiry.TotalMilliseconds:0}",
                }
            ),
            new(
                "resumeInterrupted",
                "With `overlap=replace`: what it takes the place of goes on afterwards instead of being ended.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
            ),
            new(
                "jitter",
                "Against sound that comes late: `auto` learns from the gaps, `none` never waits, and a number is a jitter buffer of so many milliseconds (1 to 1000) from the start.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Pattern = @"^(auto|none|[0-9]+(\.[0-9]+)?)$",
                    Default = "auto",
                }
            ),
            new(
                "maxLatency",
                "For sound that comes in real time: milliseconds that may be held. Where a stall leaves more, what is beyond them is skipped at a quiet place. Left out: nothing is skipped.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "50",
                    Maximum = "30000",
                }
            ),
            new(
                "id",
                $"A name for the session, free at the time; not one that begins with {string.Join(" or ", SessionNames.Reserved)}. Left out: the daemon makes one.",
                new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = SessionNames.MaxLength,
                    Pattern = "^[A-Za-z0-9._-]+$",
                }
            ),
            new(
                "wait",
                "false: the answer comes when the body was taken, not when it was heard.",
                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = true }
            ),
        ];

    private static OpenApiSchema Change(string name, string description) =>
        new()
        {
            Type = JsonSchemaType.Object,
            MinProperties = 1,
            AdditionalPropertiesAllowed = false,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["volume"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Number,
                    Minimum = "0",
                    Maximum = $"{AudioSession.MaxVolume:0}",
                    Description = "Linear gain; 1 leaves the sound as it is.",
                },
                [name] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = description },
            },
            Examples = [new JsonObject { ["volume"] = 0.5, [name] = true }],
        };

    private static ApiProblemKind[] ChangeProblems(ApiProblemKind notFound) =>
        [
            InvalidParameter,
            new(400, "/problems/invalid-body"),
            Forbidden,
            notFound,
            new(413, "/problems/too-large"),
            new(415, "/problems/unsupported-media-type"),
            Internal,
        ];

    public static void DescribePlay(this RouteHandlerBuilder route, string name) =>
        route
            .WithName(name)
            .WithTags("Play")
            .WithSummary("Plays the body while it arrives")
            .WithDescription(
                "The body is a WAV file, or raw samples with `rate`, or `audio/L16` (big-endian); of any length, chunked or not. It sounds with its first bytes. "
                    + "A client that sends faster than real time is held back when 30 s are ahead (`--max-buffered`). A client that hangs up in the middle is played as far as it came."
            )
            .Produces<PlayReport>(StatusCodes.Status200OK)
            .Produces<PlayAccepted>(StatusCodes.Status202Accepted)
            .Describe(
                new ApiOperation
                {
                    Query = PlayQuery,
                    Sound = [.. PlayContentType.Wav, PlayContentType.L16, .. PlayContentType.Unsaid],
                    Answers = new Dictionary<int, string>
                    {
                        [200] =
                            "It was heard, or it will not be: `reason` says whether somebody cancelled it, or by its etiquette it was replaced, expired or dropped.",
                        [202] = "With `wait=false`: the body was taken. `Location` names the session.",
                    },
                    Problems = PlayProblems,
                }
            );

    public static void DescribeExplain(this RouteHandlerBuilder route) =>
        route
            .WithName("explain")
            .WithTags("Play")
            .WithSummary("Says what would become of a sound now, without playing it")
            .WithDescription(
                "The query is that of `/v1/play`; there is no body. Whether it would play, wait or be dropped, whom it would replace, and how loud it would be."
            )
            .Produces<ExplainReport>()
            .Describe(
                new ApiOperation
                {
                    Query = PlayQuery,
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "What would happen now; a moment later it may be something else.",
                    },
                    Problems =
                    [
                        InvalidParameter,
                        Forbidden,
                        new(409, "/problems/name-taken"),
                        new(422, "/problems/unplayable"),
                        Internal,
                        new(503, "/problems/shutting-down"),
                    ],
                }
            );

    public static void DescribeBuses(this RouteHandlerBuilder route) =>
        route
            .WithName("listBuses")
            .WithTags("Buses")
            .WithSummary("Lists the buses: one for each priority, and the master")
            .Produces<BusList>()
            .Describe(
                new ApiOperation
                {
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "How loud each is, and how far it is lowered for others now.",
                    },
                    Problems = [InvalidParameter, Forbidden, Internal],
                }
            );

    public static void DescribeBus(this RouteHandlerBuilder route) =>
        route
            .WithName("getBus")
            .WithTags("Buses")
            .WithSummary("Shows one bus")
            .Produces<BusReport>()
            .Describe(
                new ApiOperation
                {
                    Id = BusName,
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "How loud it is, and how far it is lowered for others now.",
                    },
                    Problems = [InvalidParameter, Forbidden, NoSuchBus, Internal],
                }
            );

    public static void DescribeBusChange(this RouteHandlerBuilder route) =>
        route
            .WithName("changeBus")
            .WithTags("Buses")
            .WithSummary("Sets the volume of a bus, or mutes it; kept when the daemon is restarted")
            .Produces<BusReport>()
            .Describe(
                new ApiOperation
                {
                    Id = BusName,
                    Json = static () => Change("muted", "Whether it is silent; what plays on it goes on."),
                    Answers = new Dictionary<int, string> { [200] = "It is so; the change is a ramp of 5 ms." },
                    Problems = ChangeProblems(NoSuchBus),
                }
            );

    public static void DescribeList(this RouteHandlerBuilder route) =>
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
                                $"true: also the last {EndedSessions.Kept} that ended.",
                                new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = false }
                            ),
                        ],
                    Answers = new Dictionary<int, string>
                    {
                        [200] = "Those that live, whichever wire their clients speak.",
                    },
                    Problems = [InvalidParameter, Forbidden, Internal],
                }
            );

    public static void DescribeShow(this RouteHandlerBuilder route) =>
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
                        [200] = "As it is; or, with `state` `ended`, how it ended, as long as that is remembered.",
                    },
                    Problems = [InvalidParameter, Forbidden, NoSuchSession, Internal],
                }
            );

    public static void DescribeChange(this RouteHandlerBuilder route) =>
        route
            .WithName("changeSession")
            .WithTags("Sessions")
            .WithSummary("Sets the volume of a session, pauses it or lets it play on")
            .Produces<PlaybackReport>()
            .Describe(
                new ApiOperation
                {
                    Id = SessionName,
                    Json = static () => Change("paused", "Whether it is silent, and keeps what arrives."),
                    Answers = new Dictionary<int, string> { [200] = "It is so; the change is a ramp of 5 ms." },
                    Problems = [.. ChangeProblems(NoSuchSession), SessionEnded],
                }
            );

    public static void DescribeCancel(this RouteHandlerBuilder route) =>
        route
            .WithName("cancelSession")
            .WithTags("Sessions")
            .WithSummary("Silences a session over 5 ms and ends it")
            .Produces<EndedReport>()
            .Describe(
                new ApiOperation
                {
                    Id = SessionName,
                    Answers = new Dictionary<int, string> { [200] = "How it ended." },
                    Problems = [InvalidParameter, Forbidden, NoSuchSession, SessionEnded, Internal],
                }
            );

    /// <summary>For the pages of version 3.</summary>
    public static void DescribePage(this RouteHandlerBuilder route, string name, string summary, string answer) =>
        route
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

    private static OpenApiSchema OneOf(IEnumerable<string> names, string usual) =>
        new()
        {
            Type = JsonSchemaType.String,
            Enum = [.. names.Select(name => (JsonNode)name)],
            Default = usual,
        };

    private static OpenApiSchema Whole(int from, int to) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = $"{from}",
            Maximum = $"{to}",
        };
}
