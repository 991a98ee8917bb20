using System.Text;
using System.Text.RegularExpressions;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires;
using Audio.Core.Wires.Json;
using Audio.Core.Wires.V2;
using Audio.Testing;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V2;

/// <summary>
/// A server of version 2 and 3 on an engine in virtual time. A step is complete when its call returns.
/// </summary>
internal sealed class JsonRig
{
    /// <summary>The virtual clock's start, in Unix milliseconds.</summary>
    public const long Start = 1_795_985_115_000;

    private readonly List<SessionResult> _ended = [];
    private readonly JsonServer _server;
    private int _clients;

    public JsonRig(V2Stop stop = V2Stop.All, Action<AudioEngineOptions>? configure = null)
    {
        Test = new TestEngine(configure);
        Test.Time.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        Test.Engine.SessionEnded.Subscribe(_ended.Add);
        var options = new JsonServerOptions
        {
            V2 = new V2Options { Format = Audio.Protocol.AudioFormat.Pcm16(48_000), Stop = stop },
        };
        _server = new JsonServer(Test.Engine, options, Test.Time, Log);
    }

    public TestEngine Test { get; }

    public LogLines Log { get; } = new();

    public IReadOnlyList<SessionResult> Ended => _ended;

    public RigClient Connect() => new(this, _server, $"client_{++_clients}");

    public void Pass(int milliseconds) => Test.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Plays until nothing is left.</summary>
    public void PlayOut()
    {
        Test.Output.PlayOut();
        Pass(1000);
        Test.Output.PlayOut();
    }

    /// <summary>The output of mono sessions: the left channel in 16 bits.</summary>
    public IEnumerable<short> Heard() =>
        Test.Output.Rendered.Where((_, i) => i % 2 == 0).Select(sample => (short)Math.Round(sample * 32768f));

    public static string Control(string action) =>
        $$$"""{"type":"control","timestamp":1,"data":{"action":"{{{action}}}"}}""";

    /// <summary>A chunk as the extension writes it.</summary>
    public static string Chunk(params short[] samples) => Chunk(TestEngine.Pcm(samples));

    public static string Chunk(byte[] bytes) =>
        "{\"type\":\"audio_chunk\",\"timestamp\":1,\"data\":{\"chunk\":{"
        + string.Join(',', bytes.Select((value, i) => FormattableString.Invariant($"\"{i}\":{value}")))
        + "},\"sequence\":0}}";

    /// <summary>A client, and what it was sent.</summary>
    internal sealed class RigClient : IWireClient
    {
        private readonly JsonRig _rig;

        public RigClient(JsonRig rig, JsonServer server, string id)
        {
            _rig = rig;
            Id = id;
            Dialects = new JsonDialects(server, this, Sent);
            Dialects.WelcomeAsync().IsCompletedSuccessfully.Should().BeTrue();
            Sent.Take().Should().ContainSingle().Which.Should().StartWith("""{"type":"welcome",""");
        }

        public JsonDialects Dialects { get; }

        public RecordedReplies Sent { get; } = new();

        public string Id { get; }

        public bool HasMore { get; set; }

        public AudioSession? Session { get; set; }

        /// <summary>Says something and returns the answers.</summary>
        public IReadOnlyList<string> Say(params string[] messages)
        {
            foreach (string message in messages)
                Offer(message).IsCompletedSuccessfully.Should().BeTrue("nothing holds it up");
            return [.. Sent.Take().Select(Brief)];
        }

        /// <summary>Sends a message that may have to wait.</summary>
        public Task Offer(string message) =>
            Dialects.ReceiveAsync(Encoding.UTF8.GetBytes(message), isEnd: true, _rig.Test.Time.GetTimestamp()).AsTask();

        /// <summary>The next message that another thread sends.</summary>
        public async Task<string> NextAsync() => Brief(await Sent.NextAsync(TestContext.Current.CancellationToken));

        /// <summary>What it is sent while time passes.</summary>
        public IReadOnlyList<string> Wait(int milliseconds)
        {
            _rig.Pass(milliseconds);
            return [.. Sent.Take().Select(Brief)];
        }

        /// <summary>A message without what most tests are not about.</summary>
        private static string Brief(string message) =>
            Regex.Replace(message, ",\"performance\":.*$", "", RegexOptions.None, TimeSpan.FromSeconds(1));

        public void Touch() { }

        public void Hold() { }

        public void Release() { }

        public void Leave() { }
    }
}
