using System.Buffers;
using System.Text;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;
using Audio.Testing;
using Audio.Testing.Vectors;
using CsCheck;

namespace Audio.Protocol.Tests.V4;

/// <summary>No input makes a reader of version 4 do anything but read it or refuse it.</summary>
public sealed class V4PropertyTests
{
    private static readonly byte[][] Examples =
    [
        .. ProtocolVectors.Messages.Select(vector => Encoding.UTF8.GetBytes(vector.Json)),
    ];

    private static readonly string[] Values =
    [
        "null",
        "5",
        "-1",
        "4294967296",
        "9223372036854775808",
        "1e400",
        "1.0",
        "true",
        "[]",
        "{}",
        "[null]",
        "[{}]",
        "\"\"",
        "\"x\"",
        "\"\\ud800\"",
        "\"flow\"",
        "\"ping\"",
    ];

    private static readonly string[] Names =
    [
        "type",
        "requestId",
        "sessionId",
        "handle",
        "received",
        "limit",
        "played",
        "audioFormat",
        "volume",
        "mode",
        "token",
        "sessions",
        "ended",
        "\\ud800",
        "h\\u0061ndle",
        "other",
    ];

    /// <summary>Messages of either side of which bytes are replaced, dropped or doubled.</summary>
    private static readonly Gen<byte[]> Mutated = Gen.Select(
        Gen.Int[0, Examples.Length - 1],
        Gen.Select(
            Gen.Int[0, 10_000],
            Gen.OneOf(Gen.Byte, Gen.OneOf("\"{}[]:,\\0-9eun".Select(c => (byte)c).ToArray())),
            Gen.Int[0, 2]
        ).Array[0, 4],
        (example, changes) =>
        {
            List<byte> bytes = [.. Examples[example]];
            foreach ((int place, byte value, int how) in changes)
            {
                int at = place % bytes.Count;
                if (how == 0)
                    bytes[at] = value;
                else if (how == 1 && bytes.Count > 1)
                    bytes.RemoveAt(at);
                else
                    bytes.Insert(at, value);
            }
            return bytes.ToArray();
        }
    );

    /// <summary>
    /// Messages with another field in front of the rest or behind it: of any type, twice, with escapes.
    /// </summary>
    private static readonly Gen<byte[]> Extended = Gen.Select(
        Gen.Int[0, Examples.Length - 1],
        Gen.OneOf(Names),
        Gen.OneOf(Values),
        Gen.Bool,
        (example, name, value, isFirst) =>
        {
            string json = Encoding.UTF8.GetString(Examples[example]);
            return Encoding.UTF8.GetBytes(
                isFirst ? $"{{\"{name}\":{value},{json[1..]}" : $"{json[..^1]},\"{name}\":{value}}}"
            );
        }
    );

    /// <summary><c>flow</c> with fields of any value, in any order, missing and twice.</summary>
    private static readonly Gen<byte[]> Flow = Gen.Select(
            Gen.OneOf(
                "sessionId",
                "handle",
                "received",
                "limit",
                "played",
                "playedMs",
                "type",
                "other",
                "h\\u0061ndle"
            ),
            Gen.OneOf(Gen.Long.Select(n => n.ToString()), Gen.Int[0, 99].Select(n => n.ToString()), Gen.OneOf(Values))
        )
        .Array[0, 8]
        .Select(fields =>
            Encoding.UTF8.GetBytes(
                $"{{\"type\":\"flow\",\"sessionId\":\"s\",\"handle\":1,\"received\":2,\"limit\":3"
                    + $"{string.Concat(fields.Select(f => $",\"{f.Item1}\":{f.Item2}"))}}}"
            )
        );

    private static readonly Gen<byte[]> Anything = Gen.OneOf(Mutated, Extended, Flow, Gen.Byte.Array[0, 60]);

    [Fact]
    public void A_client_s_message_is_read_or_refused() =>
        Anything.Sample(
            bytes =>
            {
                try
                {
                    V4ClientMessage message = V4ClientMessages.Read(bytes, out string? requestId);
                    message.RequestId.Should().Be(requestId);
                    V4ClientMessages.Read(V4ClientMessages.Write(message), out _).Should().Be(message);
                    if (message is V4StartSession start)
                        start.AudioFormat.ToAudioFormat()?.IsPlayable.Should().BeTrue();
                }
                catch (V4Exception error)
                {
                    V4ErrorCodes.All.Should().Contain(error.WireCode);
                    error.Message.Length.Should().BeInRange(1, 400);
                }
            },
            iter: 20_000
        );

    [Fact]
    public void A_message_of_the_daemon_is_read_or_refused() =>
        Anything.Sample(
            bytes =>
            {
                V4ServerMessage? message = ReadServer(bytes, out ProtocolException? error);
                (error is null || error.Message.Length > 0).Should().BeTrue();
                if (message is not null)
                {
                    V4ServerMessages
                        .Write(V4ServerMessages.Read(V4ServerMessages.Write(message))!)
                        .Should()
                        .Equal(V4ServerMessages.Write(message));
                }
            },
            iter: 20_000
        );

    [Fact]
    public void Both_readers_of_flow_agree() =>
        Gen.OneOf(Flow, Mutated, Extended)
            .Sample(
                bytes =>
                {
                    if (!bytes.AsSpan().StartsWith("{\"type\":\"flow\""u8))
                        return;
                    V4ServerMessage? message = ReadServer(bytes, out ProtocolException? refused);
                    V4Flow flow = default;
                    bool isFlow = false;
                    Exception? thrown = Record.Exception(() => isFlow = V4Flow.TryRead(bytes, out flow));

                    thrown?.Message.Should().Be(refused?.Message);
                    (thrown is null).Should().Be(refused is null);
                    isFlow.Should().Be(message is V4FlowMessage);
                    if (message is V4FlowMessage expected)
                    {
                        flow.Should()
                            .Be(
                                new V4Flow(expected.Handle, expected.Received, expected.Limit, expected.Played)
                                {
                                    PlayedMs = expected.PlayedMs,
                                }
                            );
                    }
                },
                iter: 20_000
            );

    [Fact]
    public void A_binary_message_is_a_frame_or_refused_wherever_it_is_cut()
    {
        byte[][] frames = [.. ProtocolVectors.ChunkFrames.Select(vector => Convert.FromHexString(vector.WebSocket))];
        var limits = new ChunkFrameLimits(MaxPayloadBytes: 8);
        Gen.Select(Gen.Int[0, frames.Length - 1], Gen.Int[0, 24], Gen.Byte, Gen.Byte.Array[0, 20], Sequences.Lengths)
            .Sample(
                (index, at, value, more, lengths) =>
                {
                    byte[] bytes = [.. frames[index], .. more];
                    if (at < bytes.Length)
                        bytes[at] = value;
                    Outcome(Sequences.Cut(bytes, lengths)).Should().Be(Outcome(new ReadOnlySequence<byte>(bytes)));
                },
                iter: 10_000
            );

        string Outcome(ReadOnlySequence<byte> message)
        {
            try
            {
                ChunkFrame frame = ChunkFrameReader.Read(message, limits);
                frame.Payload.Length.Should().BeLessThanOrEqualTo(limits.MaxPayloadBytes);
                frame.Offset.Should().BeGreaterThanOrEqualTo(0);
                return $"{frame.Session} {frame.Offset} {frame.Flags} {Convert.ToHexString(frame.Payload.ToArray())}";
            }
            catch (ProtocolException error)
            {
                return error.Message;
            }
        }
    }

    [Fact]
    public void Flow_is_written_and_read_without_allocations()
    {
        byte[] buffer = new byte[V4Flow.MaxLength];
        byte[] id = Encoding.UTF8.GetBytes("s-1");
        Allocations.Of(Run).Should().Be(0);

        void Run()
        {
            int length = new V4Flow(1, 9600, 1_449_600, 4800).Write(buffer, id);
            if (!V4Flow.TryRead(buffer.AsSpan(0, length), out V4Flow flow) || flow.Received != 9600)
                throw new InvalidOperationException("The flow was not read.");
        }
    }

    private static V4ServerMessage? ReadServer(byte[] bytes, out ProtocolException? error)
    {
        error = null;
        try
        {
            return V4ServerMessages.Read(bytes);
        }
        catch (ProtocolException e)
        {
            error = e;
            return null;
        }
    }
}
