using System.Text;

namespace Audio.Protocol.Tests;

/// <summary>Which version a client speaks, by its first message.</summary>
public sealed class FirstMessageTests
{
    [Theory]
    [InlineData("""{"type":"control","timestamp":1,"data":{"action":"stop"}}""", 2)]
    [InlineData("""{"data":{},"type":"heartbeat"}""", 2)]
    [InlineData("""{"type":"end_stream"}""", 2)]
    [InlineData("""{"type":"timing_analysis"}""", 2)]
    [InlineData("""{"type":"flow_control"}""", 2)]
    [InlineData("""{"type":"status"}""", 2)]
    [InlineData("""{"type":"start"}""", 2)]
    [InlineData("""{"type":"stop"}""", 2)]
    [InlineData("""{"type":"pause"}""", 2)]
    [InlineData("""{"type":"resume"}""", 2)]
    [InlineData("""{"type":"audio_chunk","data":{"chunk":"AAAA"}}""", 2)]
    [InlineData("""{"data":{"chunk":"AAAA"},"type":"audio_chunk"}""", 2)]
    [InlineData("""{"type":"audio_chunk","chunk":"AAAA"}""", 3)]
    [InlineData("""{"chunk":"AAAA","type":"audio_chunk"}""", 3)]
    [InlineData("""{"type":"start_session","audioFormat":{}}""", 3)]
    [InlineData("""{"type":"ping","timestamp":1}""", 3)]
    [InlineData("""{"type":"get_status"}""", 3)]
    [InlineData("""{"type":"stop_session"}""", 3)]
    [InlineData("""{"type":"audio_chunk"}""", 0)]
    [InlineData("""{"type":"audio_chunk","data":[1]}""", 0)]
    [InlineData("""{"type":"welcome"}""", 0)]
    [InlineData("""{"type":7}""", 0)]
    [InlineData("null", 0)]
    [InlineData("[]", 0)]
    [InlineData("nonsense", 0)]
    [InlineData("", 0)]
    public void A_whole_message_tells_its_version(string json, int version) =>
        FirstMessage.VersionOf(Encoding.UTF8.GetBytes(json), isWhole: true).Should().Be(version);

    [Fact]
    public void The_beginning_of_a_chunk_tells_once_its_data_has_begun_and_never_falsely()
    {
        byte[] json = """{"type":"audio_chunk","timestamp":1795985115699,"data":{"chunk":{"0":1}}}"""u8.ToArray();
        int told = json.AsSpan().IndexOf("{\"chunk\""u8) + 1;

        for (int length = 0; length <= json.Length; length++)
        {
            FirstMessage.VersionOf(json.AsSpan(0, length), isWhole: false).Should().Be(length < told ? 0 : 2);
        }
    }
}
