using System.Buffers;
using Audio.Protocol.Chunks;

namespace Audio.Protocol.Tests.Chunks;

/// <summary>The bytes of a chunk frame, and what is refused.</summary>
public sealed class ChunkFrameTests
{
    /// <summary>The example of docs/protocol.md.</summary>
    private const string Example = "12 00 00 00  01  04 01 10 00  07 00 00 00  02 01 00 00 00 00 00 00  AA BB";

    private static readonly ChunkFrameLimits Limits = new(MaxPayloadBytes: 100);

    [Fact]
    public void Write_gives_the_bytes_of_the_page()
    {
        var written = new ArrayBufferWriter<byte>();

        ChunkFrameWriter.Write(
            written,
            new ChunkFrame(7, 258, ChunkFrameFlags.EndOfStream, Sequences.Cut(new byte[] { 0xAA, 0xBB }, 1))
        );

        written.WrittenSpan.ToArray().Should().Equal(Bytes(Example));
        ProtocolPage.ShouldShow(Example);
    }

    [Fact]
    public void A_payload_made_in_place_gives_the_same_bytes()
    {
        var written = new ArrayBufferWriter<byte>();

        Span<byte> span = written.GetSpan(ChunkFrameWriter.Overhead + 50);
        span[ChunkFrameWriter.Overhead] = 0xAA;
        span[ChunkFrameWriter.Overhead + 1] = 0xBB;
        ChunkFrameWriter.WriteOverhead(span, session: 7, offset: 258, ChunkFrameFlags.EndOfStream, payloadLength: 2);
        written.Advance(ChunkFrameWriter.Overhead + 2);

        written.WrittenSpan.ToArray().Should().Equal(Bytes(Example));
    }

    [Fact]
    public void TryRead_the_example_gives_the_frame_and_leaves_what_follows()
    {
        ReadOnlySequence<byte> buffer = new([.. Bytes(Example), 0x99]);

        ChunkFrameReader.TryRead(ref buffer, Limits, out ChunkFrame frame).Should().BeTrue();

        frame.Session.Should().Be(7u);
        frame.Offset.Should().Be(258);
        frame.IsEndOfStream.Should().BeTrue();
        frame.Payload.ToArray().Should().Equal(0xAA, 0xBB);
        buffer.ToArray().Should().Equal(0x99);
    }

    [Fact]
    public void TryRead_anything_less_than_the_frame_takes_nothing()
    {
        byte[] whole = Bytes(Example);
        for (int length = 0; length < whole.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(whole, 0, length);

            ChunkFrameReader.TryRead(ref buffer, Limits, out _).Should().BeFalse();

            buffer.Length.Should().Be(length);
        }
    }

    [Fact]
    public void TryRead_longer_header_is_skipped_to_its_length()
    {
        ReadOnlySequence<byte> buffer = new(
            Bytes("16 00 00 00  01  04 00 14 00  FF FF FF FF  00 00 00 00 00 00 00 00  DE AD BE EF  AA BB")
        );

        ChunkFrameReader.TryRead(ref buffer, Limits, out ChunkFrame frame).Should().BeTrue();

        frame.Session.Should().Be(uint.MaxValue);
        frame.IsEndOfStream.Should().BeFalse();
        frame.Payload.ToArray().Should().Equal(0xAA, 0xBB);
        buffer.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void TryRead_the_payload_is_borrowed_not_copied()
    {
        byte[] bytes = Bytes(Example);
        var buffer = new ReadOnlySequence<byte>(bytes);
        ChunkFrameReader.TryRead(ref buffer, Limits, out ChunkFrame frame);

        bytes[^1] = 0x11;

        frame.Payload.ToArray().Should().Equal(0xAA, 0x11);
    }

    [Theory]
    [InlineData(
        "12 00 00 00  00",
        "A message of kind 0 stands where a chunk frame (1) should.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        "FF FF FF FF  FF",
        "A message of kind 255 stands where a chunk frame (1) should.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData("0F 00 00 00  01", "A chunk frame is at least 16 bytes long, not 15.", ProtocolErrorCode.Malformed)]
    [InlineData("00 00 00 00  01", "A chunk frame is at least 16 bytes long, not 0.", ProtocolErrorCode.Malformed)]
    [InlineData(
        "FF FF FF FF  01",
        "A chunk frame of 4294967295 bytes; a payload has at most 100.",
        ProtocolErrorCode.TooLarge
    )]
    [InlineData(
        "65 04 00 00  01",
        "A chunk frame of 1125 bytes; a payload has at most 100.",
        ProtocolErrorCode.TooLarge
    )]
    [InlineData(
        "75 00 00 00  01  04 00 10 00  00 00 00 00  00 00 00 00 00 00 00 00",
        "A chunk frame of 117 bytes; a payload has at most 100.",
        ProtocolErrorCode.TooLarge
    )]
    [InlineData(
        "12 00 00 00  01  03 00 10 00  00 00 00 00  00 00 00 00 00 00 00 00",
        "A chunk frame begins with version 4; this one with 3.",
        ProtocolErrorCode.Unsupported
    )]
    [InlineData(
        "12 00 00 00  01  04 02 10 00  00 00 00 00  00 00 00 00 00 00 00 00",
        "Unknown chunk frame flags 0x02; bit 0 is end of stream, the rest is 0.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        "12 00 00 00  01  04 00 0F 00  00 00 00 00  00 00 00 00 00 00 00 00",
        "A chunk frame's header is 16 to 1024 bytes long, not 15.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        "12 00 00 00  01  04 00 01 04  00 00 00 00  00 00 00 00 00 00 00 00",
        "A chunk frame's header is 16 to 1024 bytes long, not 1025.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        "12 00 00 00  01  04 00 13 00  00 00 00 00  00 00 00 00 00 00 00 00",
        "A header of 19 bytes does not fit into a frame of 18.",
        ProtocolErrorCode.Malformed
    )]
    [InlineData(
        "12 00 00 00  01  04 00 10 00  00 00 00 00  FF FF FF FF FF FF FF FF",
        "A stream offset is not negative; this one is -1.",
        ProtocolErrorCode.Malformed
    )]
    public void TryRead_what_is_no_frame_is_refused_as_soon_as_it_is_seen(
        string bytes,
        string message,
        ProtocolErrorCode code
    )
    {
        var buffer = new ReadOnlySequence<byte>(Bytes(bytes));

        Action read = () => ChunkFrameReader.TryRead(ref buffer, Limits, out _);

        read.Should().Throw<ProtocolException>().WithMessage(message).Which.Code.Should().Be(code);
    }

    [Fact]
    public void TryRead_payload_of_exactly_the_cap_is_taken()
    {
        var written = new ArrayBufferWriter<byte>();
        ChunkFrameWriter.Write(
            written,
            new ChunkFrame(0, long.MaxValue, ChunkFrameFlags.None, new ReadOnlySequence<byte>(new byte[100]))
        );
        var buffer = new ReadOnlySequence<byte>(written.WrittenMemory);

        ChunkFrameReader.TryRead(ref buffer, Limits, out ChunkFrame frame).Should().BeTrue();

        frame.Payload.Length.Should().Be(100);
        frame.Offset.Should().Be(long.MaxValue);
    }

    [Fact]
    public void A_bare_header_stands_for_itself()
    {
        byte[] bytes = new byte[ChunkFrameHeader.Size];
        var header = new ChunkFrameHeader(ChunkFrameFlags.EndOfStream, ChunkFrameHeader.Size, 7, 258);

        header.Write(bytes);

        bytes.Should().Equal(Bytes(Example)[5..21]);
        ChunkFrameHeader.Read(bytes).Should().Be(header);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
