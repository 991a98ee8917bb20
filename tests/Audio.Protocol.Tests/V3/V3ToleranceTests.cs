using System.Text;
using Audio.Protocol.V3;

namespace Audio.Protocol.Tests.V3;

/// <summary>
/// What is unusual but right JSON from a client of the old daemon, and must be read as that daemon read it.
/// </summary>
public sealed class V3ToleranceTests
{
    [Theory]
    [InlineData("24000.0")]
    [InlineData("2.4e4")]
    [InlineData("24000.000")]
    public void A_whole_number_is_whole_however_it_is_written(string rate)
    {
        V3AudioFormat format = ReadFormat(
            $$"""{"format":"pcm","sampleRate":{{rate}},"channels":1.0,"bitDepth":1.6e1}"""
        );

        format.Should().Be(new V3AudioFormat("pcm", 24_000, 1, 16, BytesPerSample: 2, BytesPerSecond: 48_000));
    }

    [Theory]
    [InlineData("24000.5")]
    [InlineData("-8000")]
    [InlineData("0")]
    [InlineData("1e999")]
    [InlineData("2147483648")]
    [InlineData("-2147483649.0")]
    public void A_rate_that_cannot_be_played_is_named_as_it_was_written(string rate)
    {
        Action read = () => ReadFormat($$"""{"format":"pcm","sampleRate":{{rate}},"channels":1,"bitDepth":16}""");

        read.Should()
            .Throw<ProtocolException>()
            .WithMessage($"Unsupported sample rate: {rate}")
            .Which.Code.Should()
            .Be(ProtocolErrorCode.Unsupported);
    }

    [Theory]
    [InlineData("sampleRate", "sample rate")]
    [InlineData("channels", "channel count")]
    [InlineData("bitDepth", "bit depth")]
    public void A_number_of_a_million_digits_is_not_sent_back_whole(string field, string named)
    {
        string value = new('9', 1_000_000);
        string fields = string.Join(
            ',',
            new[] { ("sampleRate", "8000"), ("channels", "1"), ("bitDepth", "16") }.Select(usual =>
                $"\"{usual.Item1}\":{(usual.Item1 == field ? value : usual.Item2)}"
            )
        );

        Action read = () => ReadFormat($"{{{fields}}}");

        read.Should().Throw<ProtocolException>().WithMessage($"Unsupported {named}: {new string('9', 40)}…");
    }

    [Theory]
    [InlineData("base64", """QUJD\/\u002b8=""", "414243ffef")]
    [InlineData("base64", """\u0051UJD\n\r\tREVG""", "414243444546")]
    [InlineData("base64", "QUJD_-8", "414243ffef")]
    [InlineData("base64", "QUJD _-8=", "414243ffef")]
    [InlineData("hex", """\u00341\u0034\u0032""", "4142")]
    [InlineData("hex", "00fFaA", "00ffaa")]
    public void DecodeChunk_escapes_and_old_habits_give_the_bytes(string encoding, string chunk, string expected)
    {
        string json = $$"""{"type":"audio_chunk","chunk":"{{chunk}}","encoding":"{{encoding}}"}""";

        Decode(json).Should().Equal(Convert.FromHexString(expected));
    }

    [Fact]
    public void DecodeChunk_name_of_the_encoding_is_escaped_is_that_encoding()
    {
        Decode("""{"type":"audio_chunk","chunk":"4142","encoding":"\u0068ex"}""").Should().Equal(0x41, 0x42);
        Decode("""{"type":"audio_chunk","chunk":"QUI=","encoding":"b\u0061se64"}""").Should().Equal(0x41, 0x42);
    }

    [Theory]
    [InlineData("""QU\bI""")]
    [InlineData("""QU\fI""")]
    [InlineData("""QU\"I""")]
    [InlineData("""QU\\I""")]
    [InlineData("""QU\u0000I""")]
    [InlineData("""QU\u0151I""")]
    [InlineData("QU\u00e9I")]
    [InlineData("QU!I")]
    [InlineData("QUJDR")]
    public void DecodeChunk_not_base_64_refused(string chunk)
    {
        Action decode = () => Decode($$"""{"type":"audio_chunk","chunk":"{{chunk}}"}""");

        decode
            .Should()
            .Throw<ProtocolException>()
            .WithMessage("Invalid chunk: it is not base64")
            .Which.Code.Should()
            .Be(ProtocolErrorCode.Malformed);
    }

    [Theory]
    [InlineData("414")]
    [InlineData("4g")]
    [InlineData("41 42")]
    [InlineData("""\u0034""")]
    [InlineData("""4\b""")]
    [InlineData("""4\f""")]
    public void DecodeChunk_not_hex_refused(string chunk)
    {
        Action decode = () => Decode($$"""{"type":"audio_chunk","chunk":"{{chunk}}","encoding":"hex"}""");

        decode
            .Should()
            .Throw<ProtocolException>()
            .WithMessage("Invalid chunk: it is not hex")
            .Which.Code.Should()
            .Be(ProtocolErrorCode.Malformed);
    }

    private static V3AudioFormat ReadFormat(string fields) =>
        V3ClientMessage
            .Read(Encoding.UTF8.GetBytes($$"""{"type":"start_session","audioFormat":{{fields}}}"""))
            .ReadAudioFormat();

    private static byte[] Decode(string json)
    {
        var message = V3ClientMessage.Read(Encoding.UTF8.GetBytes(json));
        byte[] destination = new byte[message.MaxChunkBytes];
        return destination[..message.DecodeChunk(destination)];
    }
}
