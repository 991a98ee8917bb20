using System.Buffers;
using Audio.Protocol.Streams;
using CsCheck;

namespace Audio.Protocol.Tests.Streams;

public sealed class StreamMessagePropertyTests
{
    private const int MaxBody = 64;

    private static readonly Gen<byte[]> Stream = Gen.Select(Gen.Int[0, 1], Gen.Byte.Array[0, MaxBody])
        .Array[0, 8]
        .Select(messages =>
            messages
                .SelectMany(message =>
                    (byte[])[.. BitConverter.GetBytes(message.Item2.Length), (byte)message.Item1, .. message.Item2]
                )
                .ToArray()
        );

    private static readonly Gen<byte[]> Broken = Gen.Select(Stream, Gen.Int[0, 1000], Gen.Byte, (bytes, at, value) =>
    {
        if (bytes.Length > 0)
            bytes[at % bytes.Length] = value;
        return bytes;
    });

    [Fact]
    public void Messages_are_the_same_wherever_the_stream_is_cut() =>
        Gen.Select(Stream, Sequences.Lengths)
            .Sample(
                (bytes, lengths) =>
                {
                    Outcome whole = ReadAll(bytes, []);
                    whole.Error.Should().BeNull();
                    whole.Rest.Should().Be(0);
                    whole.Written.Should().Equal(bytes);
                    ReadAll(bytes, lengths).Should().BeEquivalentTo(whole);
                },
                iter: 3_000
            );

    [Fact]
    public void Noise_ends_at_the_same_place_with_the_same_error_wherever_it_is_cut() =>
        Gen.Select(Gen.OneOf(Broken, Gen.Byte.Array[0, 200]), Sequences.Lengths)
            .Sample(
                (bytes, lengths) => ReadAll(bytes, lengths).Should().BeEquivalentTo(ReadAll(bytes, [])),
                iter: 5_000
            );

    [Fact]
    public void Nothing_longer_than_the_cap_is_waited_for() =>
        Gen.Select(Gen.OneOf(Gen.UInt, Gen.UInt[0, 200]), Gen.Byte, Gen.Byte.Array[0, 200])
            .Sample(
                (length, kind, rest) =>
                {
                    var buffer = new ReadOnlySequence<byte>([.. BitConverter.GetBytes(length), kind, .. rest]);
                    bool isRefused = false,
                        isRead = false;
                    try
                    {
                        isRead = StreamMessageReader.TryRead(ref buffer, MaxBody, out StreamMessage message);
                        if (isRead)
                            message.Body.Length.Should().Be(length);
                    }
                    catch (ProtocolException)
                    {
                        isRefused = true;
                    }
                    isRefused.Should().Be(kind > 1 || length > MaxBody);
                    isRead.Should().Be(!isRefused && rest.Length >= length);
                },
                iter: 5_000
            );

    [Theory]
    [InlineData("00 00 00 00 02", "A message of kind 2; 0 is JSON, 1 is a chunk frame.", ProtocolErrorCode.Malformed)]
    [InlineData("41 00 00 00 00", "A message of 65 bytes; it has at most 64.", ProtocolErrorCode.TooLarge)]
    [InlineData("FF FF FF FF 01", "A message of 4294967295 bytes; it has at most 64.", ProtocolErrorCode.TooLarge)]
    public void A_broken_prefix_says_what_is_wrong(string bytes, string message, ProtocolErrorCode code)
    {
        var buffer = new ReadOnlySequence<byte>(
            Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal))
        );

        Action read = () => StreamMessageReader.TryRead(ref buffer, MaxBody, out _);

        read.Should().Throw<ProtocolException>().WithMessage(message).Which.Code.Should().Be(code);
    }

    private static Outcome ReadAll(byte[] bytes, int[] lengths)
    {
        var written = new ArrayBufferWriter<byte>();
        int taken = 0;
        int there = 0;
        try
        {
            foreach (int length in lengths.Append(bytes.Length))
            {
                there = Math.Min(bytes.Length, there + length);
                ReadOnlySequence<byte> buffer = Sequences.Cut(
                    bytes.AsMemory(taken, there - taken),
                    [.. lengths.Reverse()]
                );
                while (StreamMessageReader.TryRead(ref buffer, MaxBody, out StreamMessage message))
                    StreamMessageWriter.Write(written, message.Kind, message.Body.ToArray());
                taken = there - (int)buffer.Length;
            }
            return new Outcome(written.WrittenSpan.ToArray(), null, bytes.Length - taken);
        }
        catch (ProtocolException error)
        {
            return new Outcome(written.WrittenSpan.ToArray(), error.Message, -1);
        }
    }

    private sealed record Outcome(byte[] Written, string? Error, int Rest);
}
