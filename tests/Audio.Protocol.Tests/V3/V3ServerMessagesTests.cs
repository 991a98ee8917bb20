using System.Text;
using Audio.Protocol.V3;

namespace Audio.Protocol.Tests.V3;

/// <summary>
/// Every message of the daemon, byte for byte as old clients know it and as docs/protocol.md shows it.
/// </summary>
public sealed class V3ServerMessagesTests
{
    private const long Now = 1_755_450_000_000;

    private static readonly V3Stats Running = new(BytesReceived: 15, ChunksProcessed: 1, StartTime: Now, EndTime: null);

    public static TheoryData<string, byte[]> Messages =>
        new()
        {
            {
                """{"type":"welcome","clientId":"client_1","timestamp":1755450000000"""
                    + ""","message":"Connected to persistent audio daemon"}""",
                V3ServerMessages.Welcome("client_1", Now)
            },
            { """{"type":"pong","timestamp":1755450000000}""", V3ServerMessages.Pong(Now) },
            {
                """{"type":"session_started","clientId":"client_1","timestamp":1755450000000"""
                    + ""","audioFormat":{"format":"pcm","sampleRate":24000,"channels":1,"bitDepth":16"""
                    + ""","bytesPerSample":2"""
                    + ""","bytesPerSecond":48000}}""",
                V3ServerMessages.SessionStarted("client_1", Now, new V3AudioFormat("pcm", 24_000, 1, 16, 2, 48_000))
            },
            {
                """{"type":"session_stopped","clientId":"client_1","timestamp":1755450000000"""
                    + ""","stats":{"bytesReceived":15,"chunksProcessed":1,"startTime":1755450000000"""
                    + ""","endTime":1755450001000}}""",
                V3ServerMessages.SessionStopped("client_1", Now, Running with { EndTime = Now + 1000 })
            },
            {
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":true"""
                    + ""","sessionStats":{"bytesReceived":15,"chunksProcessed":1,"startTime":1755450000000"""
                    + ""","endTime":null},"timestamp":1755450000000}""",
                V3ServerMessages.Status("client_1", Now, Running)
            },
            {
                """{"type":"status","clientId":"client_1","connected":true,"sessionActive":false"""
                    + ""","sessionStats":null,"timestamp":1755450000000}""",
                V3ServerMessages.Status("client_1", Now, stats: null)
            },
            {
                """{"type":"error","error":"Unsupported channel count: 3","timestamp":1755450000000}""",
                V3ServerMessages.Error("Unsupported channel count: 3", Now)
            },
        };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_written_exactly_as_the_page_shows_it(string expected, byte[] written)
    {
        Encoding.UTF8.GetString(written).Should().Be(expected);
        ProtocolPage.Messages.Should().Contain(expected);
    }

    [Fact]
    public void Stats_before_the_first_chunk_have_null_times()
    {
        byte[] written = V3ServerMessages.SessionStopped(
            "client_7",
            Now,
            new V3Stats(0, 0, StartTime: null, EndTime: Now)
        );

        Encoding
            .UTF8.GetString(written)
            .Should()
            .EndWith(
                """
                "stats":{"bytesReceived":0,"chunksProcessed":0,"startTime":null,"endTime":1755450000000}}
                """
            );
    }

    [Fact]
    public void Error_text_that_needs_escaping_is_the_same_text_to_any_json_reader()
    {
        const string Reason = "\"quotes\", \\, 'é', \ud83d\udd0a and a\nnewline";

        using var read = System.Text.Json.JsonDocument.Parse(V3ServerMessages.Error(Reason, Now));

        read.RootElement.GetProperty("error").GetString().Should().Be(Reason);
    }
}
