using Audio.Protocol.V3;

namespace Audio.Protocol.Tests.V3;

/// <summary>What a client can say, and what is refused with which words.</summary>
public sealed class V3ClientMessageTests
{
    [Theory]
    [InlineData("""{"type":"ping","timestamp":1755450000000}""", V3MessageKind.Ping)]
    [InlineData(
        """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":24000,"channels":1,"bitDepth":16}}""",
        V3MessageKind.StartSession
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"AAABAAIA","encoding":"base64","timestamp":1755450000000}""",
        V3MessageKind.AudioChunk
    )]
    [InlineData("""{"type":"stop_session"}""", V3MessageKind.StopSession)]
    [InlineData("""{"type":"stop_session","mode":"cancel"}""", V3MessageKind.StopSession)]
    [InlineData("""{"type":"get_status"}""", V3MessageKind.GetStatus)]
    public void The_messages_of_the_page_are_read(string json, V3MessageKind expected)
    {
        KindOf(json).Should().Be(expected);
        ProtocolPage.Messages.Should().Contain(json);
    }

    [Theory]
    [InlineData("""  { "timestamp" : 5 , "type" : "ping" }  """)]
    [InlineData("""{"x":{"type":"stop_session","y":[{}]},"type":"ping"}""")]
    [InlineData("""{"type":"stop_session","type":"ping"}""")]
    [InlineData("""{"type":"\u0070ing"}""")]
    [InlineData("""{"\u0074ype":"ping"}""")]
    [InlineData("""{"type":"ping","":"","Type":"stop_session"}""")]
    public void Order_unknown_properties_and_escapes_change_nothing(string json) =>
        KindOf(json).Should().Be(V3MessageKind.Ping);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":"PING"}""")]
    [InlineData("""{"type":""}""")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"type":5}""")]
    [InlineData("""{"type":["ping"]}""")]
    [InlineData("""{"type":{"type":"ping"}}""")]
    [InlineData("""{"type":"ping","type":5}""")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12.5")]
    [InlineData("\"ping\"")]
    [InlineData("[]")]
    [InlineData("""[{"type":"ping"}]""")]
    public void Any_other_json_is_unknown(string json) => KindOf(json).Should().Be(V3MessageKind.Unknown);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("""{"type":"ping"}}""")]
    [InlineData("""{"type":"ping"} {"type":"ping"}""")]
    [InlineData("""{"type":"ping",}""")]
    [InlineData("""{"type":"pi""")]
    [InlineData("{'type':'ping'}")]
    [InlineData("""{"type":"ping"/* */}""")]
    [InlineData("[1,2] 3")]
    [InlineData("5 5")]
    [InlineData("NaN")]
    [InlineData("\ufeff{}")]
    public void What_is_not_json_is_malformed_and_the_reason_is_said(string text)
    {
        Action read = () => KindOf(text);

        ProtocolException error = read.Should().Throw<ProtocolException>().Which;
        error.Code.Should().Be(ProtocolErrorCode.Malformed);
        error.Message.Should().StartWith("Invalid JSON: ").And.NotBe("Invalid JSON: ");
    }

    [Fact]
    public void Nesting_without_end_is_malformed_and_costs_no_stack()
    {
        Action read = () => KindOf("""{"x":""" + new string('[', 1_000_000));

        read.Should().Throw<ProtocolException>().Which.Code.Should().Be(ProtocolErrorCode.Malformed);
    }

    [Theory]
    [InlineData("""{"type":"stop_session","mode":"cancel"}""", true)]
    [InlineData("""{"mode":"\u0063ancel","type":"stop_session"}""", true)]
    [InlineData("""{"type":"stop_session"}""", false)]
    [InlineData("""{"type":"stop_session","mode":"drain"}""", false)]
    [InlineData("""{"type":"stop_session","mode":null}""", false)]
    [InlineData("""{"type":"stop_session","mode":["cancel"]}""", false)]
    [InlineData("""{"type":"stop_session","mode":"cancel","mode":0}""", false)]
    public void Only_the_mode_cancel_cancels(string json, bool expected) =>
        V3ClientMessage.Read(Sequences.Utf8(json)).IsCancel.Should().Be(expected);

    [Theory]
    [InlineData("""{"type":"audio_chunk","chunk":"AAABAAIA"}""", "000001000200")]
    [InlineData("""{"type":"audio_chunk","chunk":"AAABAAIA","encoding":null}""", "000001000200")]
    [InlineData("""{"encoding":"base64","chunk":"AA==","type":"audio_chunk"}""", "00")]
    [InlineData("""{"encoding":"hex","chunk":"00fF7a","type":"audio_chunk"}""", "00ff7a")]
    [InlineData("""{"chunk":5,"type":"audio_chunk","chunk":"AAE="}""", "0001")]
    [InlineData("""{"type":"audio_chunk","chunk":""}""", "")]
    [InlineData("""{"type":"audio_chunk","chunk":"","encoding":"hex"}""", "")]
    public void DecodeChunk_gives_the_bytes(string json, string expected)
    {
        Decode(json).Should().Equal(Convert.FromHexString(expected));
    }

    [Theory]
    [InlineData("""{"type":"audio_chunk"}""", "Missing field: chunk", ProtocolErrorCode.InvalidField)]
    [InlineData(
        """{"type":"audio_chunk","chunk":5}""",
        "Invalid field: chunk must be a string",
        ProtocolErrorCode.InvalidField
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":null}""",
        "Invalid field: chunk must be a string",
        ProtocolErrorCode.InvalidField
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":[0,1]}""",
        "Invalid field: chunk must be a string",
        ProtocolErrorCode.InvalidField
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"AA==","chunk":{}}""",
        "Invalid field: chunk must be a string",
        ProtocolErrorCode.InvalidField
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"AA==","encoding":16}""",
        "Invalid field: encoding must be a string",
        ProtocolErrorCode.InvalidField
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"AA==","encoding":"rot13"}""",
        "Unsupported encoding: rot13; a chunk is base64 or hex",
        ProtocolErrorCode.Unsupported
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"not base64!"}""",
        "Invalid chunk: it is not base64",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        """{"type":"audio_chunk","chunk":"0x00","encoding":"hex"}""",
        "Invalid chunk: it is not hex",
        ProtocolErrorCode.Malformed
    )]
    public void DecodeChunk_refused_says_why(string json, string message, ProtocolErrorCode code)
    {
        Action decode = () => Decode(json);

        decode.Should().Throw<ProtocolException>().WithMessage(message).Which.Code.Should().Be(code);
        ProtocolPage.ShouldShow($"`{message}`");
    }

    [Fact]
    public void DecodeChunk_long_name_of_an_encoding_is_cut()
    {
        Action decode = () =>
            Decode($$"""{"type":"audio_chunk","chunk":"","encoding":"{{new string('x', 100_000)}}"}""");

        decode
            .Should()
            .Throw<ProtocolException>()
            .WithMessage($"Unsupported encoding: {new string('x', 40)}…; a chunk is base64 or hex");
    }

    private static V3MessageKind KindOf(string json) => V3ClientMessage.Read(Sequences.Utf8(json)).Kind;

    private static byte[] Decode(string json)
    {
        var message = V3ClientMessage.Read(Sequences.Utf8(json));
        byte[] destination = new byte[message.MaxChunkBytes];
        return destination[..message.DecodeChunk(destination)];
    }
}
