using System.Text;
using Audio.Protocol.V4;

namespace Audio.Protocol.Tests.V4;

/// <summary>What one side writes the other reads, field by field.</summary>
public sealed class V4RoundTripTests
{
    private static readonly V4SessionEnded Ended = new("s-1", V4EndReasons.Failed, 1, 2, 3, 4, null, 5, "No sound.");
    private static readonly V4SessionStatus Status = new("s-1", 7, V4SessionStates.Playing, 10, 20, 5, 0.5, 1);

    public static TheoryData<V4ClientMessage> ClientMessages =>
        [
            new V4Ping(),
            new V4Ping { RequestId = "r\"1" },
            new V4GetStatus { RequestId = "2" },
            new V4StartSession { AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(24_000, 1)) },
            new V4StartSession
            {
                AudioFormat = new V4AudioFormat("wav", 8_000, 2, BitDepth: 8),
                SessionId = "a.B_9-",
                Volume = 0.25,
                RequestId = "x",
            },
            new V4StartSession
            {
                AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(24_000, 1)),
                Priority = "media",
                Channel = "c",
                Overlap = "drop",
                ExpiresAfter = 0.5e3,
                ResumeInterrupted = false,
            },
            new V4StartSession
            {
                AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(24_000, 1)),
                Jitter = "40",
                MaxLatency = 200,
            },
            new V4StopSession { SessionId = "s" },
            new V4StopSession { SessionId = "s", Mode = V4StopSession.Cancel },
            new V4CancelSession { SessionId = "s" },
            new V4PauseSession { SessionId = "s" },
            new V4ResumeSession { SessionId = "s" },
            new V4SetVolume { SessionId = "s", Volume = 4 },
            new V4Mark
            {
                SessionId = "s",
                Offset = 1L << 53,
                Name = "w\u00f6rd",
            },
            new V4Resume { Token = "secret", RequestId = "3" },
        ];

    public static TheoryData<V4ServerMessage> ServerMessages =>
        [
            new V4Welcome("client_1", 1, "Hello", 4, "token", 30_000, new V4Limits(1, 2, 3)),
            new V4Pong(1) { RequestId = "r" },
            new V4Pong(1),
            new V4SessionStarted("client_1", "s", 1, 100, V4StartedFormat.Of(AudioFormat.Float32(48_000, 2), "wav"), 5)
            {
                RequestId = "r",
            },
            new V4SessionStopped("client_1", "s", 1, new V4Stats(1, 2, null, 3)),
            new V4SessionChanged("s", Paused: true, 0.5) { RequestId = "r" },
            new V4FlowMessage("s", 1, 2, 3, 4),
            new V4FlowMessage("s", 1, 2, 3, 4) { PlayedMs = 5 },
            new V4Playing("s", 1.5, 0.5, null, 1),
            new V4Underrun("s", 1, 2),
            new V4Paused("s", 1),
            new V4SessionQueued("s", "c", 2, 1),
            new V4SessionQueued("s", "c", 1, 1, "t"),
            new V4PlaybackResumed("s", 1),
            new V4MarkSet("s", 0, "m") { RequestId = "r" },
            new V4MarkHeard("s", long.MaxValue, "m", 1),
            Ended,
            Ended with
            {
                Error = null,
                TtfaMs = 1.25,
            },
            new V4Error("Why.", 1, V4ErrorCodes.OffsetGap, Retryable: true, "s", 5) { RequestId = "r" },
            new V4Error("Why.", 1, "a_later_code", Retryable: false),
        ];

    [Theory]
    [MemberData(nameof(ClientMessages))]
    public void A_message_of_a_client_is_read_as_it_was_written(V4ClientMessage message)
    {
        V4ClientMessages.Read(V4ClientMessages.Write(message), out string? requestId).Should().Be(message);
        requestId.Should().Be(message.RequestId);
    }

    [Theory]
    [MemberData(nameof(ServerMessages))]
    public void A_message_of_the_daemon_is_read_as_it_was_written(V4ServerMessage message)
    {
        byte[] json = V4ServerMessages.Write(message);
        V4ServerMessages.Read(json).Should().Be(message);
        Encoding
            .UTF8.GetString(json)
            .Should()
            .StartWith($"{{\"type\":\"{message.Type}\"", "readers look at the type first");
    }

    [Fact]
    public void Lists_are_read_as_they_were_written()
    {
        V4ServerMessages
            .Read(V4ServerMessages.Write(new V4Resumed([Status], [Ended]) { RequestId = "r" }))
            .Should()
            .BeEquivalentTo(new V4Resumed([Status], [Ended]) { RequestId = "r" });
        V4ServerMessages
            .Read(V4ServerMessages.Write(new V4Status("client_1", Connected: true, 1, [Status])))
            .Should()
            .BeEquivalentTo(new V4Status("client_1", Connected: true, 1, [Status]));
    }

    [Fact]
    public void Flow_is_the_same_with_and_without_allocations()
    {
        var flow = new V4Flow(uint.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue) { PlayedMs = long.MaxValue };
        byte[] buffer = new byte[V4Flow.MaxLength];
        string longest = new('s', SessionNames.MaxLength);

        ReadOnlySpan<byte> json = buffer.AsSpan(0, flow.Write(buffer, Encoding.UTF8.GetBytes(longest)));

        V4ServerMessages
            .Read(json)
            .Should()
            .Be(
                new V4FlowMessage(longest, flow.Handle, flow.Received, flow.Limit, flow.Played)
                {
                    PlayedMs = flow.PlayedMs,
                }
            );
        V4Flow.TryRead(json, out V4Flow read).Should().BeTrue();
        read.Should().Be(flow);
        V4ServerMessages
            .Write(
                new V4FlowMessage(longest, flow.Handle, flow.Received, flow.Limit, flow.Played)
                {
                    PlayedMs = flow.PlayedMs,
                }
            )
            .Should()
            .Equal(json.ToArray());
    }
}
