using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Audio.Core.Tests.Wires.V2;
using Audio.Core.Tests.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;
using Audio.Testing.Schemas;

namespace Audio.Core.Tests.Wires.Schemas;

/// <summary>
/// The daemon takes what docs/asyncapi.yaml allows and refuses what it forbids, and what it sends is as described
/// there.
/// </summary>
public sealed class SchemaTests
{
    private const string Taken = "no error";

    private static readonly ConcurrentDictionary<string, MessageSchema> Known = [];

    public static TheoryData<string> V3Messages => [.. AsyncApiDocument.MessagesOf("V3Client")];

    public static TheoryData<string> V4Messages => [.. AsyncApiDocument.MessagesOf("V4Client")];

    [Theory]
    [MemberData(nameof(V3Messages))]
    public void Version_3_takes_what_the_schema_allows_and_refuses_what_it_forbids(string key)
    {
        var schema = new MessageSchema(key);
        var seen = new Seen(schema);
        foreach ((string changed, JsonObject message) in MessageSamples.Of(schema))
        {
            var rig = new JsonRig();
            JsonRig.RigClient client = rig.Connect();
            if (key is "V3ClientAudioChunk" or "V3ClientStopSession")
                AskV3(client, """{"type":"start_session","audioFormat":{"format":"auto"}}""");

            IReadOnlyList<JsonObject> answers = AskV3(client, message.ToJsonString());

            string sent = message.ToJsonString();
            string[] errors = [.. answers.Where(a => TypeOf(a) == "error").Select(a => a["error"]!.GetValue<string>())];
            if (seen.IsAllowed(changed, message))
            {
                errors.Should().BeEmpty(sent);
                continue;
            }

            string error = errors.Should().ContainSingle($"{changed} of {sent}").Subject;
            error.Should().MatchRegex(V3Refusal(key, changed), sent);
        }
        seen.ShouldBeEverything();
    }

    [Theory]
    [MemberData(nameof(V4Messages))]
    public async Task Version_4_takes_what_the_schema_allows_and_refuses_what_it_forbids(string key)
    {
        var schema = new MessageSchema(key);
        var seen = new Seen(schema);
        foreach ((string changed, JsonObject message) in MessageSamples.Of(schema))
        {
            var rig = new V4Rig();
            V4RawClient client = await rig.ConnectAsync();
            if (message["sessionId"] is JsonValue id && key != "V4ClientStartSession" && IsFree(id))
                await client.StartAsync(id.GetValue<string>());

            JsonObject answer = await AskV4Async(client, message.ToJsonString());

            string sent = message.ToJsonString();
            string code = answer["code"]?.GetValue<string>() ?? Taken;
            code.Should()
                .BeOneOf(
                    seen.IsAllowed(changed, message) ? [Taken, .. Unrelated(key)] : V4Refusals(key, changed),
                    $"{changed} of {sent}: {answer["error"]}"
                );
            await client.CutAsync();
        }
        seen.ShouldBeEverything();
    }

    [Theory]
    [InlineData("""{"0":1,"1":0}""", true)]
    [InlineData("""{"type":"Buffer","data":[1,0]}""", true)]
    [InlineData("[1,0]", true)]
    [InlineData("\"AQA\"", true)]
    [InlineData("""{"0":300,"1":0}""", false)]
    [InlineData("""{"0":-1,"1":0}""", false)]
    [InlineData("""{"0":"x","1":0}""", false)]
    [InlineData("""{"00":1,"1":0}""", false)]
    [InlineData("""{"type":"Buffer","data":[1,256]}""", false)]
    [InlineData("[1,0.5]", false)]
    [InlineData("\"A\"", false)]
    [InlineData("\"A!A\"", false)]
    [InlineData("7", false)]
    public void Version_2_plays_the_chunks_that_the_schema_allows(string chunk, bool isAllowed)
    {
        string message = $$$"""{"type":"audio_chunk","data":{"chunk":{{{chunk}}}}}""";
        var rig = new JsonRig();
        JsonRig.RigClient client = rig.Connect();

        client.Say(JsonRig.Control("play"), message, JsonRig.Control("end_stream"));
        rig.PlayOut();

        rig.Heard().Take(2).Should().Equal(isAllowed ? [1, 0] : []);
        bool isDescribed = new MessageSchema("V2ClientAudioChunk").Faults(message) == "";
        isDescribed.Should().Be(isAllowed);
    }

    [Fact]
    public async Task What_the_daemon_sends_in_version_2_is_as_described()
    {
        var rig = new JsonRig();
        JsonRig.RigClient silent = rig.Connect();
        JsonRig.RigClient client = rig.Connect();

        foreach (string type in (string[])["status", "heartbeat", "timing_analysis", "flow_control"])
            client.Offer($$"""{"type":"{{type}}"}""").IsCompletedSuccessfully.Should().BeTrue();
        foreach (
            string message in (string[])[JsonRig.Control("play"), JsonRig.Chunk(1, 2, 3), JsonRig.Control("end_stream")]
        )
        {
            new MessageSchema(message.Contains("chunk") ? "V2ClientAudioChunk" : "V2ClientControl")
                .Faults(message)
                .Should()
                .BeEmpty();
            client.Offer(message).IsCompletedSuccessfully.Should().BeTrue();
        }
        rig.PlayOut();
        var sent = new List<JsonObject>();
        while (sent is [] || TypeOf(sent[^1]) != "completed") // another thread sends it
            sent.Add(Described("V2Daemon", await client.Sent.NextAsync(TestContext.Current.CancellationToken)));
        rig.Pass(15_000);

        sent.Concat(client.Sent.Take().Select(text => Described("V2Daemon", text)))
            .Select(TypeOf)
            .Distinct()
            .Should()
            .BeEquivalentTo("status", "heartbeat", "timing_analysis", "completed");
        string greeting = silent.Sent.Take().Should().ContainSingle().Subject;
        new MessageSchema("V2DaemonGreeting").Faults(greeting).Should().BeEmpty(greeting);
    }

    /// <summary>Codes that are not about the message: there is no session of this name, or no such token.</summary>
    private static string[] Unrelated(string key) =>
        key switch
        {
            "V4ClientResume" => [V4ErrorCodes.InvalidToken],
            "V4ClientStartSession" => [],
            _ => [V4ErrorCodes.SessionNotFound],
        };

    /// <summary>As "Error codes" of docs/protocol.md has it.</summary>
    private static string[] V4Refusals(string key, string changed)
    {
        string[] names = changed.Split(' ');
        if (names.Contains("type"))
            return [V4ErrorCodes.UnknownType];
        bool isFormat = changed.StartsWith("audioFormat.", StringComparison.Ordinal);
        bool isUnknown = names.Contains("sessionId") && key != "V4ClientStartSession";
        return
        [
            V4ErrorCodes.InvalidField,
            .. isFormat ? [V4ErrorCodes.UnsupportedFormat] : (string[])[],
            .. isUnknown ? [V4ErrorCodes.SessionNotFound] : (string[])[],
        ];
    }

    /// <summary>As "Errors" of docs/protocol.md has it.</summary>
    private static string V3Refusal(string key, string changed) =>
        changed.Split(' ').Contains("type") ? "^Unknown message type$"
        : key == "V3ClientAudioChunk"
            ? "^(Missing field: chunk|Invalid field: (chunk|encoding) must be a string"
                + "|Invalid chunk: it is not (base64|hex)|Unsupported encoding: .*; a chunk is base64 or hex)$"
        : "^(Missing field: audioFormat|Invalid field: (audioFormat|jitter must be |maxLatency must be )"
            + "|Unsupported (channel count|bit depth|sample rate|format): )";

    private static IReadOnlyList<JsonObject> AskV3(JsonRig.RigClient client, string message)
    {
        client.Offer(message).IsCompletedSuccessfully.Should().BeTrue("nothing holds it up");
        return [.. client.Sent.Take().Select(text => Described("V3Daemon", text))];
    }

    /// <summary>The reply to a message; events that come before it are only checked.</summary>
    private static async Task<JsonObject> AskV4Async(V4RawClient client, string message)
    {
        await client.SayAsync(StreamMessageKind.Json, Encoding.UTF8.GetBytes(message));
        while (true)
        {
            JsonObject answer = Described("V4Daemon", (await client.NextTextAsync())!);
            if (TypeOf(answer) is not ("flow" or "paused" or "playback_resumed"))
                return answer;
        }
    }

    /// <summary>A message of the daemon, which must be as its schema says.</summary>
    private static JsonObject Described(string side, string text)
    {
        var message = (JsonObject)JsonNode.Parse(text)!;
        string key =
            side + string.Concat(TypeOf(message).Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        Known.GetOrAdd(key, static name => new MessageSchema(name)).Faults(text).Should().BeEmpty(text);
        return message;
    }

    private static string TypeOf(JsonObject message) => message["type"]!.GetValue<string>();

    private static bool IsFree(JsonValue id) =>
        id.GetValueKind() == JsonValueKind.String && SessionNames.Refusal(id.GetValue<string>()) is null;

    /// <summary>Which properties stood in a message that was allowed, and which made one forbidden.</summary>
    private sealed class Seen(MessageSchema schema)
    {
        private readonly HashSet<string> _allowed = [];
        private readonly HashSet<string> _forbidden = [];

        public bool IsAllowed(string changed, JsonObject message)
        {
            bool isAllowed = schema.Allows(message);
            if (isAllowed)
                _allowed.UnionWith(MessageSamples.PathsIn(message));
            else
                _forbidden.Add(changed);
            return isAllowed;
        }

        public void ShouldBeEverything()
        {
            string[] paths = [.. MessageSamples.PathsOf(schema.Fields)];
            _allowed.Should().Contain(paths);
            _forbidden.Should().Contain(paths);
        }
    }
}
