using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Audio.Host.Http.Reference;

/// <summary>An example of a call that works as shown.</summary>
/// <param name="Command">The shell command.</param>
/// <param name="Answer">The JSON that answers it.</param>
internal sealed record ApiExample(string Command, string Answer);

/// <summary>
/// The examples in the reference. A test runs the commands, sends the parameters and bodies, and compares the shape of
/// the real answers with these.
/// </summary>
internal static class ApiExamples
{
    /// <summary>
    /// The extension field that readers of the document, such as the page at <c>/docs/</c>, show as code.
    /// </summary>
    private const string CodeSamples = "x-codeSamples";

    private static readonly Dictionary<string, ApiExample> Calls = new()
    {
        ["play"] = new(
            """espeak-ng --stdout "dinner is ready" | curl --data-binary @- -H "Content-Type: audio/wav" """
                + "\"localhost:8081/v1/play?priority=alert\"",
            """{"sessionId":"http_1","reason":"completed","ttfaMs":1.4,"playedMs":1216.5,"underruns":0}"""
        ),
        ["playUpload"] = new(
            """espeak-ng --stdout "hello" | curl -T - localhost:8081/v1/play""",
            """{"sessionId":"http_2","reason":"completed","ttfaMs":1.2,"playedMs":806.1,"underruns":0}"""
        ),
        ["explain"] = new(
            """curl -X POST "localhost:8081/v1/explain?priority=alert&channel=kitchen&overlap=queue" """,
            """
            {"admission":"play","ahead":[],"replaces":[],"interrupts":[],
             "bus":{"name":"alert","volume":1,"muted":false,"duckingDb":0},
             "master":{"name":"master","volume":1,"muted":false,"duckingDb":0},"loweredFor":[],"lowers":[],"gainDb":0}
            """
        ),
        ["listBuses"] = new(
            "curl localhost:8081/v1/buses",
            """
            {"buses":[{"name":"media","volume":0.5,"muted":false,"duckingDb":-12},
             {"name":"speech","volume":1,"muted":false,"duckingDb":0}]}
            """
        ),
        ["getBus"] = new(
            "curl localhost:8081/v1/buses/speech",
            """{"name":"speech","volume":1,"muted":false,"duckingDb":0}"""
        ),
        ["changeBus"] = new(
            """curl -X PATCH -d '{"volume":0.5}' localhost:8081/v1/buses/media""",
            """{"name":"media","volume":0.5,"muted":false,"duckingDb":0}"""
        ),
        ["listSessions"] = new("""curl "localhost:8081/v1/sessions?ended=true" """, """{"sessions":[],"ended":[]}"""),
        ["getSession"] = new(
            "curl localhost:8081/v1/sessions/story",
            """
            {"id":"story","client":null,"state":"playing",
             "format":{"encoding":"pcm_s16le","sampleRate":24000,"channels":1},
             "bufferedMs":812.5,"playedMs":3460.2,"bytesReceived":205056,"underruns":0,"volume":1,"ttfaMs":1.3,
             "priority":"speech"}
            """
        ),
        ["changeSession"] = new(
            """curl -X PATCH -d '{"volume":0.5}' localhost:8081/v1/sessions/story""",
            """
            {"id":"story","client":null,"state":"playing",
             "format":{"encoding":"pcm_s16le","sampleRate":24000,"channels":1},
             "bufferedMs":812.5,"playedMs":3460.2,"bytesReceived":205056,"underruns":0,"volume":0.5,"ttfaMs":1.3,
             "priority":"speech"}
            """
        ),
        ["cancelSession"] = new(
            "curl -X DELETE localhost:8081/v1/sessions/story",
            """
            {"id":"story","client":null,"state":"ended","reason":"cancelled","error":null,
             "format":{"encoding":"pcm_s16le","sampleRate":24000,"channels":1},
             "playedMs":3465.2,"framesPlayed":83165,"framesReceived":102528,
             "bytesReceived":205056,"underruns":0,"ttfaMs":1.3}
            """
        ),
        ["health"] = new(
            "curl localhost:8081/health",
            """{"status":"healthy","uptime":60000,"clients":1,"sessions":1,"timestamp":1755450000000"""
                + ""","version":"0.1.0"}"""
        ),
        ["status"] = new(
            "curl localhost:8081/status",
            """
            {"daemon":"persistent-audio-daemon","version":"0.1.0","port":8081,"uptime":60000,
             "clients":[],"sessions":[],"timestamp":1755450000000,
             "output":{"sink":"pulse","state":"open","reason":"The first choice of auto.",
              "since":1755449940000,"reopens":0,"framesLost":0},
             "playback":[],"ended":[]}
            """
        ),
    };

    /// <summary>Example values of the path and query parameters; they are valid together.</summary>
    private static readonly Dictionary<string, Func<JsonNode>> Values = new()
    {
        ["rate"] = static () => 24_000,
        ["channels"] = static () => 1,
        ["bits"] = static () => 16,
        ["encoding"] = static () => "pcm_s16le",
        ["volume"] = static () => 0.5,
        ["effects"] = static () => "speed:1.5,highpass:80",
        ["priority"] = static () => "speech",
        ["channel"] = static () => "kitchen",
        ["overlap"] = static () => "queue",
        ["expiresAfter"] = static () => 5_000,
        ["resumeInterrupted"] = static () => false,
        ["jitter"] = static () => "auto",
        ["maxLatency"] = static () => 5_000,
        ["wait"] = static () => true,
        ["ended"] = static () => true,
        ["name"] = static () => "media",
    };

    /// <summary>The example of an operation, by its name.</summary>
    public static ApiExample Of(string operation) => Calls[operation];

    /// <summary>Adds the examples to an operation.</summary>
    public static void AddTo(OpenApiOperation operation)
    {
        ApiExample example = Calls[operation.OperationId!];
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Example = ValueOf(parameter);
        if (operation.Responses?.GetValueOrDefault("200")?.Content?.Values.Single() is OpenApiMediaType answer)
            answer.Example = JsonNode.Parse(example.Answer);
        operation.AddExtension(
            CodeSamples,
            new JsonNodeExtension(
                new JsonArray(
                    new JsonObject
                    {
                        ["lang"] = "Shell",
                        ["label"] = "curl",
                        ["source"] = example.Command.TrimEnd(),
                    }
                )
            )
        );
    }

    private static JsonNode? ValueOf(OpenApiParameter parameter) =>
        parameter.Name switch
        {
            "id" when parameter.In == ParameterLocation.Path => "story",
            "id" => "dinner",
            { } name => Values[name](),
            null => null,
        };
}
