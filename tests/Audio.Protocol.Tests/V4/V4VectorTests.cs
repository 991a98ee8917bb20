using System.Buffers;
using System.Text;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;
using Audio.Testing.Vectors;

namespace Audio.Protocol.Tests.V4;

/// <summary>The bytes of docs/vectors/v4 against our readers and writers.</summary>
public sealed class V4VectorTests
{
    private const int MaxBytes = 1024 * 1024;

    public static TheoryData<MessageVector> Messages => [.. ProtocolVectors.Messages];

    public static TheoryData<ChunkFrameVector> ChunkFrames => [.. ProtocolVectors.ChunkFrames];

    public static TheoryData<ByteStreamVector> ByteStreams => [.. ProtocolVectors.ByteStreams];

    public static TheoryData<BrokenVector> Broken => [.. ProtocolVectors.Broken];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_read_and_written_as_the_same_text(MessageVector vector)
    {
        byte[] json = Encoding.UTF8.GetBytes(vector.Json);

        byte[] written =
            vector.From == "client"
                ? V4ClientMessages.Write(V4ClientMessages.Read(json, out _))
                : V4ServerMessages.Write(V4ServerMessages.Read(json)!);

        Encoding.UTF8.GetString(written).Should().Be(vector.Json);
    }

    [Theory]
    [MemberData(nameof(ChunkFrames))]
    public void A_chunk_frame_has_these_fields(ChunkFrameVector vector)
    {
        var stream = new ReadOnlySequence<byte>(Convert.FromHexString(vector.ByteStream));
        StreamMessageReader.TryRead(ref stream, MaxBytes, out StreamMessage message).Should().BeTrue();
        message.Kind.Should().Be(StreamMessageKind.ChunkFrame);
        stream.IsEmpty.Should().BeTrue();

        Check(ChunkFrameReader.Read(message.Body, ChunkFrameLimits.Default));
        Check(
            ChunkFrameReader.Read(
                new ReadOnlySequence<byte>(Convert.FromHexString(vector.WebSocket)),
                ChunkFrameLimits.Default
            )
        );

        void Check(ChunkFrame frame)
        {
            frame.Session.Should().Be(vector.Handle);
            frame.Offset.Should().Be(vector.Offset);
            frame.IsEndOfStream.Should().Be(vector.EndOfStream);
            Convert.ToHexStringLower(frame.Payload.ToArray()).Should().Be(vector.Payload);
        }
    }

    [Theory]
    [MemberData(nameof(ChunkFrames))]
    public void A_chunk_frame_is_written_as_these_bytes(ChunkFrameVector vector)
    {
        // A longer header is of a later version; we write none.
        if (vector.HeaderLength != ChunkFrameHeader.Size)
            return;
        var written = new ArrayBufferWriter<byte>();

        ChunkFrameWriter.Write(
            written,
            new ChunkFrame(
                vector.Handle,
                vector.Offset,
                vector.EndOfStream ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None,
                new ReadOnlySequence<byte>(Convert.FromHexString(vector.Payload))
            )
        );

        Convert.ToHexStringLower(written.WrittenSpan).Should().Be(vector.ByteStream);
        vector
            .ByteStream[(2 * ChunkFrameReader.PrefixSize)..]
            .Should()
            .Be(vector.WebSocket, "the prefix is all that is different");
    }

    [Theory]
    [MemberData(nameof(ByteStreams))]
    public void A_byte_stream_holds_these_messages(ByteStreamVector vector)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(vector.Bytes));
        var read = new List<ByteStreamMessageVector>();
        var written = new ArrayBufferWriter<byte>();

        while (StreamMessageReader.TryRead(ref buffer, MaxBytes, out StreamMessage message))
        {
            read.Add(new ByteStreamMessageVector((byte)message.Kind, Convert.ToHexStringLower(message.Body.ToArray())));
            StreamMessageWriter.Write(written, message.Kind, message.Body.ToArray());
        }

        read.Should().Equal(vector.Messages);
        buffer.Length.Should().Be(vector.Rest);
        vector.Bytes.Should().StartWith(Convert.ToHexStringLower(written.WrittenSpan));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_refused_with_its_code(BrokenVector vector)
    {
        var bytes = new ReadOnlySequence<byte>(Convert.FromHexString(vector.Bytes));

        Action read = vector.Transport switch
        {
            "frame" => () => ChunkFrameReader.Read(bytes, ChunkFrameLimits.Default),
            "stream" => () => StreamMessageReader.TryRead(ref bytes, MaxBytes, out _),
            "json" => () => V4ClientMessages.Read(bytes.ToArray(), out _),
            _ => throw new InvalidOperationException($"No such transport: {vector.Transport}"),
        };

        ProtocolException error = read.Should().Throw<ProtocolException>().Which;
        CodeOf(error).Should().Be(vector.Code, error.Message);
        V4ErrorCodes.All.Should().Contain(vector.Code);
    }

    private static string CodeOf(ProtocolException error) =>
        error switch
        {
            V4Exception v4 => v4.WireCode,
            { Code: ProtocolErrorCode.TooLarge } => V4ErrorCodes.MessageTooBig,
            _ => V4ErrorCodes.InvalidFrame,
        };
}
