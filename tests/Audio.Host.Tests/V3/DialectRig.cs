using System.Text;
using Audio.Core.Engine;
using Audio.Core.Sessions;
using Audio.Core.Wires.V3;
using Audio.Host.Clients;
using Audio.Protocol.Etiquette;
using Audio.Testing;
using Audio.Testing.Engines;

namespace Audio.Host.Tests.V3;

/// <summary>One version 3 client on an engine in virtual time. Every step is complete when its call returns.</summary>
internal sealed class DialectRig
{
    /// <summary>The virtual clock's start, in Unix milliseconds.</summary>
    public const long Start = 1_755_450_000_000;

    public const string StartPcm16 =
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":48000,"channels":1,"bitDepth":16}}""";

    private readonly List<SessionResult> _ended = [];

    public DialectRig(Action<AudioEngineOptions>? configure = null, SessionEtiquette? etiquette = null)
    {
        Test = new TestEngine(configure);
        Test.Time.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds(Start));
        Test.Engine.SessionEnded.Subscribe(_ended.Add);
        Client = new ConnectedClient("client_1", "test", Test.Time);
        Dialect = new V3Dialect(Client, Test.Engine, Replies, Test.Time, Log, etiquette);
    }

    public TestEngine Test { get; }

    public ConnectedClient Client { get; }

    public V3Dialect Dialect { get; }

    public RecordedReplies Replies { get; } = new();

    public LogLines Log { get; } = new();

    /// <summary>The results of ended sessions, in order.</summary>
    public IReadOnlyList<SessionResult> Ended => _ended;

    /// <summary>Sends a message and returns the immediate replies.</summary>
    public IReadOnlyList<string> Say(string json)
    {
        Offer(json).IsCompletedSuccessfully.Should().BeTrue("nothing holds {0} up", json[..Math.Min(60, json.Length)]);
        return Replies.Take();
    }

    /// <summary>Sends a message that may have to wait.</summary>
    public Task Offer(string json) =>
        Dialect.ReceiveAsync(Encoding.UTF8.GetBytes(json), Test.Time.GetTimestamp()).AsTask();

    /// <summary>A chunk of 16-bit samples.</summary>
    public static string Chunk(params short[] samples) => Chunk(TestEngine.Pcm(samples));

    public static string Chunk(byte[] bytes) =>
        $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(bytes)}}","encoding":"base64","timestamp":1}""";

    /// <summary>Plays until nothing is left and advances the clock.</summary>
    public void PlayOut()
    {
        Test.Output.PlayOut();
        Test.Time.Advance(TimeSpan.FromSeconds(1));
        Test.Output.PlayOut();
    }

    /// <summary>The output of a mono session: the left channel in 16 bits.</summary>
    public IEnumerable<short> Heard() =>
        Test.Output.Rendered.Where((_, i) => i % 2 == 0).Select(sample => (short)Math.Round(sample * 32768f));

    public void Pass(int milliseconds) => Test.Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
