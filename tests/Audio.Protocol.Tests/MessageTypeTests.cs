using System.Buffers;
using System.Text;

namespace Audio.Protocol.Tests;

/// <summary>The name of a message that nobody understands.</summary>
public sealed class MessageTypeTests
{
    [Theory]
    [InlineData("""{"type":"dance"}""", "dance")]
    [InlineData("""{"a":[1,{"type":"inner"}],"type":"start_session","b":{}}""", "start_session")]
    [InlineData("""{"type":"cut off", "b" """, "cut off")]
    [InlineData(
        """{"type":"a0123456789b0123456789c0123456789d0123456789"}""",
        "a0123456789b0123456789c0123456789d012345"
    )]
    [InlineData("""{"type":7}""", null)]
    [InlineData("""{"type":"\ud800"}""", null)]
    [InlineData("""["type","x"]""", null)]
    [InlineData("no json", null)]
    [InlineData("", null)]
    [InlineData("{", null)]
    public void It_is_read_from_anything(string json, string? type) =>
        MessageType.Of(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json))).Should().Be(type);
}
