using Audio.Protocol.V3;

namespace Audio.Protocol.Tests.V3;

public sealed class V3AudioFormatTests
{
    [Theory]
    [InlineData(8, SampleEncoding.PcmU8, 1)]
    [InlineData(16, SampleEncoding.PcmS16Le, 2)]
    [InlineData(24, SampleEncoding.PcmS24Le, 3)]
    [InlineData(32, SampleEncoding.Float32Le, 4)]
    public void A_bit_depth_is_an_encoding(int bitDepth, SampleEncoding encoding, int bytesPerSample)
    {
        V3AudioFormat format = Read($$"""{"format":"pcm","sampleRate":44100,"channels":2,"bitDepth":{{bitDepth}}}""");

        format.Should().Be(new V3AudioFormat("pcm", 44_100, 2, bitDepth, bytesPerSample, 44_100 * 2 * bytesPerSample));
        format.ToAudioFormat().Should().Be(new AudioFormat(encoding, 44_100, 2));
        format.ToContainer().Should().Be(AudioContainer.Raw);
    }

    [Theory]
    [InlineData("""{"format":"wav",""", "wav", AudioContainer.Auto)]
    [InlineData("""{"format":"pcm",""", "pcm", AudioContainer.Raw)]
    [InlineData("""{"format":null,""", "pcm", AudioContainer.Raw)]
    [InlineData("{", "pcm", AudioContainer.Raw)]
    public void The_format_says_whether_a_header_may_stand_first(string start, string format, AudioContainer container)
    {
        V3AudioFormat read = Read(start + """ "sampleRate":8000,"channels":1,"bitDepth":8,"language":"en"}""");

        read.Format.Should().Be(format);
        read.ToContainer().Should().Be(container);
    }

    [Theory]
    [InlineData(8_000, true)]
    [InlineData(16_000, true)]
    [InlineData(22_050, true)]
    [InlineData(24_000, true)]
    [InlineData(32_000, true)]
    [InlineData(44_100, true)]
    [InlineData(48_000, true)]
    [InlineData(1, false)]
    [InlineData(11_025, false)]
    [InlineData(44_101, false)]
    [InlineData(96_000, false)]
    [InlineData(768_000, false)]
    public void Every_rate_that_can_be_played_is_accepted_and_seven_are_usual(int rate, bool usual)
    {
        V3AudioFormat format = Read($$"""{"format":"pcm","sampleRate":{{rate}},"channels":1,"bitDepth":16}""");

        format.SampleRate.Should().Be(rate);
        format.HasUsualRate().Should().Be(usual);
    }

    [Theory]
    [InlineData("Unsupported channel count: 3", 24_000, 3, 16)]
    [InlineData("Unsupported channel count: 0", 24_000, 0, 16)]
    [InlineData("Unsupported channel count: -1", 24_000, -1, 16)]
    [InlineData("Unsupported bit depth: 12", 24_000, 1, 12)]
    [InlineData("Unsupported bit depth: 64", 24_000, 1, 64)]
    [InlineData("Unsupported sample rate: -8000", -8_000, 1, 16)]
    [InlineData("Unsupported sample rate: 0", 0, 1, 16)]
    [InlineData("Unsupported sample rate: 768001", 768_001, 1, 16)]
    [InlineData("Unsupported channel count: 3", -1, 3, 12)]
    [InlineData("Unsupported bit depth: 12", -1, 1, 12)]
    public void What_cannot_be_played_is_refused_by_name(string message, int rate, int channels, int bitDepth) =>
        Refused(
            $$"""{"format":"pcm","sampleRate":{{rate}},"channels":{{channels}},"bitDepth":{{bitDepth}}}""",
            message,
            ProtocolErrorCode.Unsupported
        );

    [Theory]
    [InlineData("null", "Missing field: audioFormat")]
    [InlineData("5", "Invalid field: audioFormat must be an object")]
    [InlineData("[]", "Invalid field: audioFormat must be an object")]
    [InlineData("""{"format":"pcm","channels":1,"bitDepth":16}""", "Missing field: audioFormat.sampleRate")]
    [InlineData("""{"format":"pcm","sampleRate":24000,"bitDepth":16}""", "Missing field: audioFormat.channels")]
    [InlineData(
        """{"format":"pcm","sampleRate":24000,"channels":1,"bitDepth":null}""",
        "Missing field: audioFormat.bitDepth"
    )]
    [InlineData(
        """{"format":"pcm","sampleRate":"24000","channels":1,"bitDepth":16}""",
        "Invalid field: audioFormat.sampleRate must be a number"
    )]
    [InlineData(
        """{"format":"pcm","sampleRate":24000,"channels":[1],"bitDepth":16}""",
        "Invalid field: audioFormat.channels must be a number"
    )]
    [InlineData(
        """{"format":5,"sampleRate":24000,"channels":1,"bitDepth":16}""",
        "Invalid field: audioFormat.format must be a string"
    )]
    public void A_field_that_is_missing_or_of_the_wrong_type_is_named(string fields, string message) =>
        Refused(fields, message, ProtocolErrorCode.InvalidField);

    [Fact]
    public void Without_an_audio_format_there_is_no_session()
    {
        Action read = () => V3ClientMessage.Read("""{"type":"start_session"}"""u8).ReadAudioFormat();

        read.Should()
            .Throw<ProtocolException>()
            .WithMessage("Missing field: audioFormat")
            .Which.Code.Should()
            .Be(ProtocolErrorCode.InvalidField);
    }

    [Theory]
    [InlineData("midi")]
    [InlineData("PCM")]
    [InlineData("")]
    public void Another_format_is_refused_by_name(string format) =>
        Refused(
            $$"""{"format":"{{format}}","sampleRate":24000,"channels":1,"bitDepth":16}""",
            $"Unsupported format: {format}",
            ProtocolErrorCode.Unsupported
        );

    [Fact]
    public void The_refusals_stand_on_the_page()
    {
        foreach (
            string message in new[]
            {
                "Unsupported channel count: 3",
                "Unsupported bit depth: 12",
                "Unsupported sample rate: -8000",
                "Unsupported format: midi",
                "Missing field: audioFormat",
                "Missing field: audioFormat.sampleRate",
                "Invalid field: audioFormat must be an object",
                "Invalid field: audioFormat.sampleRate must be a number",
                "Invalid field: audioFormat.format must be a string",
            }
        )
        {
            ProtocolPage.ShouldShow($"`{message}`");
        }
    }

    private static void Refused(string fields, string message, ProtocolErrorCode code)
    {
        Action read = () => Read(fields);

        read.Should().Throw<ProtocolException>().WithMessage(message).Which.Code.Should().Be(code);
    }

    private static V3AudioFormat Read(string fields) =>
        V3ClientMessage
            .Read(Sequences.Utf8($$"""{"type":"start_session","audioFormat":{{fields}}}"""))
            .ReadAudioFormat();
}
