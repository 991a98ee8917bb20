using Audio.Core.Codecs;
using Audio.Core.Codecs.Wav;
using Audio.Protocol;

namespace Audio.Core.Tests.Codecs.Wav;

/// <summary>What a format chunk says, and what is refused in words.</summary>
public sealed class WavFormatTests
{
    private static readonly byte[] Tone = WavBytes.Tone(300);

    [Theory]
    [InlineData(12, 2), InlineData(9, 2), InlineData(20, 3), InlineData(17, 3), InlineData(25, 4)]
    public void Fewer_bits_stand_at_the_top_of_their_container(int bits, int bytes)
    {
        byte[] data =
        [
            .. Tone.Chunk(2).SelectMany(pair => (byte[])[.. new byte[bytes - 2], (byte)(pair[0] & 0x80), pair[1]]),
        ];
        byte[] clipped = [.. Tone.Select(static (value, i) => i % 2 == 0 ? (byte)(value & 0x80) : value)];

        foreach (int blockAlign in (ReadOnlySpan<int>)[bytes, 0, 1, 2, 4, 65_535])
        {
            byte[] format = WavBytes.Format(bits: bits, blockAlign: blockAlign);
            WavRuns.Of(WavBytes.File(data, format: format)).Samples.Should().Equal(WavBytes.Samples(clipped));
        }
    }

    [Theory]
    [InlineData(1, 0x4u, 0u), InlineData(2, 0x3u, 0u), InlineData(3, 0xBu, 0xBu), InlineData(8, 0x63Fu, 0x63Fu)]
    [
        InlineData(2, 0x3Fu, 0u),
        InlineData(4, 0x3Fu, 0xFu),
        InlineData(2, 0x600u, 0x600u),
        InlineData(4, 0x3u, 0u),
        InlineData(2, 0x8000_0000u, 0u),
        InlineData(7, 0u, 0u)
    ]
    public void The_channel_mask_gives_each_channel_a_place(int channels, uint mask, uint expected)
    {
        byte[] format = WavBytes.Format(0xFFFE, channels, extension: WavBytes.Extension(1, 16, mask));

        DecoderRun run = WavRuns.Of(WavBytes.File(WavBytes.Tone(20 * channels), format: format));

        run.Format.Should().Be(new DecodedFormat(8_000, channels, expected));
        run.Samples.Should().Equal(WavBytes.Samples(WavBytes.Tone(20 * channels)));
    }

    [Fact]
    public void The_oldest_format_chunk_has_no_bits()
    {
        byte[] format = WavBytes.Format()[..^2];
        format[4] = 14;

        WavRuns.Of(WavBytes.File(Tone, format: format)).Samples.Should().Equal(WavBytes.Samples(Tone));
    }

    public static TheoryData<string, byte[], ProtocolErrorCode, string> Refused
    {
        get
        {
            var refused = new TheoryData<string, byte[], ProtocolErrorCode, string>();
            Add(WavBytes.Format(rate: 4_000_000_000), ProtocolErrorCode.Unsupported, "*4000000000 Hz*1 to 768000*");
            Add(WavBytes.Format(rate: 0), ProtocolErrorCode.Unsupported, "*0 Hz*");
            Add(WavBytes.Format(channels: 0), ProtocolErrorCode.Unsupported, "*0 channels*1 to 8*");
            Add(WavBytes.Format(channels: 9), ProtocolErrorCode.Unsupported, "*9 channels*1 to 8*");
            Add(WavBytes.Format(channels: 65_535), ProtocolErrorCode.Unsupported, "*65535 channels*");
            Add(WavBytes.Format(bits: 65_535), ProtocolErrorCode.Unsupported, "*65535 bits*");
            Add(WavBytes.Format(bits: 0, blockAlign: 0), ProtocolErrorCode.Unsupported, "*0 bits*");
            Add(WavBytes.Format(tag: 3), ProtocolErrorCode.Unsupported, "*16 bits*float 32 or 64*");
            Add(WavBytes.Format(tag: 0x31), ProtocolErrorCode.Unsupported, "*0x0031*send PCM*");
            Add(WavBytes.Format(tag: 0x55), ProtocolErrorCode.Unsupported, "MP3 in a WAV file*send the MP3*");
            Add(WavBytes.Format(tag: 0xFFFE), ProtocolErrorCode.Malformed, "*extensible*16 bytes*40*");
            Add(
                WavBytes.Format(0x11, bits: 4, blockAlign: 65_535),
                ProtocolErrorCode.Malformed,
                "*IMA*131057 samples*"
            );
            Add(WavBytes.Format(0x11, bits: 4, blockAlign: 3), ProtocolErrorCode.Malformed, "*IMA*3 bytes*4*");
            Add(WavBytes.Format(0x11, bits: 3, blockAlign: 256), ProtocolErrorCode.Unsupported, "*IMA*3 bits*send 4*");
            Add(WavBytes.Format(2, bits: 4, blockAlign: 0), ProtocolErrorCode.Malformed, "*Microsoft*0 bytes*7*");
            Add(WavBytes.Format(2, 3, bits: 4, blockAlign: 99), ProtocolErrorCode.Unsupported, "*3 channels*1 or 2*");
            Add(WavBytes.Chunk("fmt ", new byte[10]), ProtocolErrorCode.Malformed, "*format chunk has 10 bytes*");
            Add(
                WavBytes.Chunk("fmt ", new byte[70_000]),
                ProtocolErrorCode.Malformed,
                "*format chunk has 70000 bytes*"
            );
            Add([], ProtocolErrorCode.Malformed, "*no format (fmt) before its data*");
            Add([1, 2, 3, 4, 5, 6, 7, 8], ProtocolErrorCode.Malformed, "*damaged*0x01020304*");
            refused.Add("AVI", [.. "RIFF\0\0\0\0AVI LIST"u8], ProtocolErrorCode.Unsupported, "*'AVI '*not WAVE*");
            refused.Add("MP3", [0xFF, 0xFB, 0x90, 0], ProtocolErrorCode.Malformed, "*begins with 0xFFFB9000*RIFF*");
            refused.Add("blanks", [.. Enumerable.Repeat((byte)10, 5_000)], ProtocolErrorCode.Malformed, "*blank*");
            refused.Add("empty", [], ProtocolErrorCode.Malformed, "*empty*");
            refused.Add("cut", WavBytes.File(Tone)[..40], ProtocolErrorCode.Malformed, "*ended inside its WAV header*");
            refused.Add("short", [1, 2], ProtocolErrorCode.Malformed, "*begins with 0x0102*");
            refused.Add("RIF", [.. "RIF"u8], ProtocolErrorCode.Malformed, "*ended inside its WAV header*");
            return refused;

            void Add(byte[] format, ProtocolErrorCode code, string message) =>
                refused.Add(message, WavBytes.File(Tone, format: format), code, message);
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_played_is_refused_in_words(
        string what,
        byte[] bytes,
        ProtocolErrorCode code,
        string message
    )
    {
        foreach (int piece in (ReadOnlySpan<int>)[1, 100_000])
        {
            FluentActions
                .Invoking(() => DecoderRun.Of(new WavDecoder(), bytes, piece))
                .Should()
                .Throw<ProtocolException>(what)
                .WithMessage(message)
                .Which.Code.Should()
                .Be(code);
        }
    }

    [Fact]
    public void A_decoder_of_MP3_can_be_connected()
    {
        byte[] file = WavBytes.File([1, 2, 3, 4], format: WavBytes.Format(tag: 0x55));
        using var decoder = new WavDecoder(mp3: static () => new WavDecoder(AudioFormat.Pcm16(11_025)));

        var run = DecoderRun.Of(decoder, file);

        run.Format.Should().Be(new DecodedFormat(11_025, 1), "the MP3 itself knows its rate");
        run.Samples.Should().Equal(WavBytes.Samples([1, 2, 3, 4]));
    }
}
