using System.Buffers;
using System.Text;
using Audio.Protocol.Wav;
using static Audio.Protocol.Tests.Wav.WavBytes;

namespace Audio.Protocol.Tests.Wav;

public sealed class WavHeaderReaderTests
{
    [Theory]
    [InlineData(1, 8, SampleEncoding.PcmU8)]
    [InlineData(1, 16, SampleEncoding.PcmS16Le)]
    [InlineData(1, 24, SampleEncoding.PcmS24Le)]
    [InlineData(1, 32, SampleEncoding.PcmS32Le)]
    [InlineData(3, 32, SampleEncoding.Float32Le)]
    [InlineData(3, 64, SampleEncoding.Float64Le)]
    [InlineData(6, 8, SampleEncoding.ALaw)]
    [InlineData(7, 8, SampleEncoding.MuLaw)]
    public void The_plain_and_the_extensible_header_say_the_same(ushort tag, ushort bits, SampleEncoding encoding)
    {
        var expected = new WavHeader(new AudioFormat(encoding, 44_100, 2), DataBytes: 4000);

        Read(Riff(Chunk("fmt ", Format(tag, 2, 44_100, bits)), Data(4000))).Header.Should().Be(expected);
        Read(Riff(Chunk("fmt ", Extensible(tag, 2, 44_100, bits)), Data(4000))).Header.Should().Be(expected);
    }

    [Fact]
    public void Six_channels_are_read() =>
        Read(Riff(Chunk("fmt ", Extensible(1, 6, 48_000, 24)), Data(36)))
            .Header.Should()
            .Be(new WavHeader(new AudioFormat(SampleEncoding.PcmS24Le, 48_000, 6), DataBytes: 36));

    [Theory]
    [InlineData(0u, null)]
    [InlineData(0xFFFF_FFFFu, null)]
    [InlineData(1u, 1L)]
    [InlineData(0xFFFF_FFFEu, 0xFFFF_FFFEL)]
    public void A_size_of_zero_or_all_ones_is_unknown(uint size, long? expected)
    {
        Read(Riff(size, Chunk("fmt ", Format(1, 1, 24_000, 16)), Data(size))).Header.DataBytes.Should().Be(expected);
    }

    [Fact]
    public void Chunks_in_front_of_the_samples_are_skipped_with_their_padding()
    {
        byte[] header = Riff(
            Chunk("JUNK", new byte[28]),
            Chunk("LIST", 1, 2, 3),
            Chunk("fmt ", [.. Format(3, 1, 16_000, 32), 0, 0]),
            Chunk("fact", 1, 0, 0, 0),
            Chunk("odd ", 9),
            Data(8)
        );

        Result result = Read([.. header, 0x55, 0x66]);

        result.Header.Should().Be(new WavHeader(AudioFormat.Float32(16_000, 1), DataBytes: 8));
        result.Consumed.Should().Be(header.Length);
    }

    [Fact]
    public void Read_header_byte_for_byte_takes_exactly_the_header()
    {
        byte[] header = Riff(Chunk("LIST", 1, 2, 3), Chunk("fmt ", Format(1, 2, 48_000, 24)), Data(0));
        var reader = new WavHeaderReader();
        for (int i = 0; i < header.Length; i++)
        {
            var one = new ReadOnlySequence<byte>(header, i, 1);
            reader
                .Read(ref one)
                .Should()
                .Be(i == header.Length - 1 ? WavHeaderStatus.Header : WavHeaderStatus.Incomplete, "of byte {0}", i);
            one.IsEmpty.Should().BeTrue();
        }

        reader.Header.Should().Be(new WavHeader(new AudioFormat(SampleEncoding.PcmS24Le, 48_000, 2), DataBytes: null));
    }

    [Theory]
    [InlineData("", WavHeaderStatus.Incomplete, "")]
    [InlineData("R", WavHeaderStatus.Incomplete, "R")]
    [InlineData("RIF", WavHeaderStatus.Incomplete, "RIF")]
    [InlineData("x", WavHeaderStatus.NoHeader, "x")]
    [InlineData("RAW samples", WavHeaderStatus.NoHeader, "RA")]
    [InlineData("RIFE", WavHeaderStatus.NoHeader, "RIFE")]
    [InlineData("RF62", WavHeaderStatus.NoHeader, "RF62")]
    [InlineData("riff", WavHeaderStatus.NoHeader, "r")]
    public void What_does_not_begin_with_riff_is_samples_from_its_first_byte(
        string text,
        WavHeaderStatus expected,
        string skipped
    )
    {
        var reader = new WavHeaderReader();
        var bytes = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(text));

        reader.Read(ref bytes).Should().Be(expected);

        Encoding.ASCII.GetString(reader.Skipped.Span).Should().Be(skipped);
        Encoding
            .ASCII.GetString(bytes.ToArray())
            .Should()
            .Be(text[skipped.Length..], "what was skipped and what is left is the stream");
    }

    public static TheoryData<string, byte[], ProtocolErrorCode> Lies =>
        new()
        {
            { "The RIFF file is not a WAVE file.", [.. "RIFF\0\0\0\0AVI "u8], ProtocolErrorCode.Malformed },
            {
                "Big-endian and 64-bit WAV files (RIFX, RF64) are not played; send RIFF.",
                [.. "RIFX"u8],
                ProtocolErrorCode.Unsupported
            },
            {
                "Big-endian and 64-bit WAV files (RIFX, RF64) are not played; send RIFF.",
                [.. "RF64"u8],
                ProtocolErrorCode.Unsupported
            },
            { "The WAV header has no format (fmt) before its data.", Riff(Data(4)), ProtocolErrorCode.Malformed },
            {
                "The WAV format chunk has 14 bytes; it has at least 16.",
                Riff(Chunk("fmt ", Format(1, 1, 8000, 16)[..14])),
                ProtocolErrorCode.Malformed
            },
            {
                "The WAV format chunk has 0 bytes; it has at least 16.",
                Riff(Chunk("fmt ")),
                ProtocolErrorCode.Malformed
            },
            {
                "The extensible WAV format chunk has 18 bytes; it has 40.",
                Riff(Chunk("fmt ", Extensible(1, 1, 8000, 16)[..18])),
                ProtocolErrorCode.Malformed
            },
            {
                "The sub-format of the WAV header is unknown; send PCM, IEEE float, A-law or µ-law.",
                Riff(Chunk("fmt ", [.. Extensible(1, 1, 8000, 16)[..39], 0])),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of encoding 0x0055 is not played; send PCM (1), IEEE float (3), A-law (6) or µ-law (7).",
                Riff(Chunk("fmt ", Format(0x55, 2, 44_100, 0))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of encoding 0x0002 is not played; send PCM (1), IEEE float (3), A-law (6) or µ-law (7).",
                Riff(Chunk("fmt ", Format(2, 1, 22_050, 4))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of encoding 0xFFFE is not played; send PCM (1), IEEE float (3), A-law (6) or µ-law (7).",
                Riff(Chunk("fmt ", Extensible(0xFFFE, 1, 8000, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 12 bits a sample is not played; PCM has 8, 16, 24 or 32, float 32 or 64.",
                Riff(Chunk("fmt ", Format(1, 1, 8000, 12))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 16 bits a sample is not played; PCM has 8, 16, 24 or 32, float 32 or 64.",
                Riff(Chunk("fmt ", Format(3, 1, 8000, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 16 bits a sample is not played; A-law and µ-law have 8.",
                Riff(Chunk("fmt ", Format(7, 1, 8000, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 0 channels is not played; send 1 to 8.",
                Riff(Chunk("fmt ", Format(1, 0, 8000, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 9 channels is not played; send 1 to 8.",
                Riff(Chunk("fmt ", Extensible(1, 9, 48_000, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 0 Hz is not played; send 1 to 768000.",
                Riff(Chunk("fmt ", Format(1, 1, 0, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "A WAV file of 4294967295 Hz is not played; send 1 to 768000.",
                Riff(Chunk("fmt ", Format(1, 1, uint.MaxValue, 16))),
                ProtocolErrorCode.Unsupported
            },
            {
                "The WAV header contradicts itself: 2 channels of 16 bits are 4 bytes a frame, not 2.",
                Riff(Chunk("fmt ", Format(1, 2, 44_100, 16, blockAlign: 2))),
                ProtocolErrorCode.Malformed
            },
            {
                "The WAV header contradicts itself: 1 channels of 8 bits are 1 bytes a frame, not 0.",
                Riff(Chunk("fmt ", Format(1, 1, 44_100, 8, blockAlign: 0))),
                ProtocolErrorCode.Malformed
            },
            {
                "The WAV header is longer than 65536 bytes; send the samples sooner.",
                Riff([.. "LIST"u8, 0xFF, 0xFF, 0xFF, 0xFF]),
                ProtocolErrorCode.TooLarge
            },
            {
                "The WAV header is longer than 65536 bytes; send the samples sooner.",
                Riff([.. "LIST"u8, 0, 0, 1, 0]),
                ProtocolErrorCode.TooLarge
            },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_header_that_lies_is_refused_as_soon_as_the_lie_is_there(
        string message,
        byte[] bytes,
        ProtocolErrorCode code
    )
    {
        Action read = () => Read(bytes);

        read.Should().Throw<ProtocolException>().WithMessage(message).Which.Code.Should().Be(code);
    }

    [Fact]
    public void A_header_of_exactly_the_cap_is_read_and_one_of_a_byte_more_is_not()
    {
        byte[] format = Chunk("fmt ", Format(1, 1, 8000, 16));
        int rest = WavHeaderReader.MaxHeaderBytes - Riff(format, Chunk("LIST"), Data(0)).Length;

        Read(Riff(format, Chunk("LIST", new byte[rest]), Data(0))).Consumed.Should().Be(WavHeaderReader.MaxHeaderBytes);
        Action read = () => Read(Riff(format, Chunk("LIST", new byte[rest + 2]), Data(0)));

        read.Should().Throw<ProtocolException>().Which.Code.Should().Be(ProtocolErrorCode.TooLarge);
    }

    private static Result Read(byte[] bytes)
    {
        var reader = new WavHeaderReader();
        var sequence = new ReadOnlySequence<byte>(bytes);
        reader.Read(ref sequence).Should().Be(WavHeaderStatus.Header);
        return new Result(reader.Header, bytes.Length - (int)sequence.Length);
    }

    private readonly record struct Result(WavHeader Header, int Consumed);
}
