using Audio.Testing.Sockets;

namespace Audio.Core.Tests.Testing;

public sealed class RawWebSocketTests
{
    [Theory]
    [InlineData(125, 2 + 4)]
    [InlineData(126, 2 + 2 + 4)]
    [InlineData(65_535, 2 + 2 + 4)]
    [InlineData(65_536, 2 + 8 + 4)]
    public void Encode_takes_the_shortest_length(int payload, int headerBytes)
    {
        byte[] frame = RawWebSocket.Encode(RawOpCode.Binary, new byte[payload]);

        frame.Should().HaveCount(headerBytes + payload);
        frame[0].Should().Be(0x82);
        (frame[1] & 0x80).Should().Be(0x80, "a client masks");
    }

    [Fact]
    public void Encode_masks_with_the_key_before_the_payload()
    {
        byte[] frame = RawWebSocket.Encode(RawOpCode.Text, "Hello"u8, isFinal: false);

        frame[0].Should().Be(0x01);
        frame.Skip(6).Select((b, i) => (byte)(b ^ frame[2 + i % 4])).Should().Equal("Hello"u8.ToArray());
    }

    [Fact]
    public void A_close_frame_has_a_code_and_a_reason()
    {
        new RawFrame(RawOpCode.Close, true, [0x03, 0xE8, (byte)'o', (byte)'k'])
            .Should()
            .Match<RawFrame>(f => f.CloseCode == 1000 && f.CloseReason == "ok");
        new RawFrame(RawOpCode.Close, true, []).CloseCode.Should().Be(1005);
    }
}
