using System.IO.Pipelines;
using Audio.Client.Tests.Fakes;
using Audio.Protocol;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;

namespace Audio.Client.Tests.Sessions;

/// <summary>
/// In steady state a chunk costs no memory: not when it is written, not on its way, and not when the daemon says that
/// it has it.
/// </summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    [Fact]
    public async Task A_chunk_and_its_flow_allocate_nothing()
    {
        var daemon = new FlowingDaemon();
        await using AudioDaemonClient client = await AudioDaemonClient
            .ConnectAsync(AudioDaemonEndpoint.FromPipe("flowing", daemon.Connect))
            .Within();
        await using PlaybackSession session = await client.StartSessionAsync(AudioFormat.Pcm16(24_000, 1)).Within();
        byte[] chunk = new byte[960];

        // On the thread pool: the test's own synchronization context would allocate for each wait.
        long least = await Task.Run(MeasureAsync);

        least.Should().BeLessThan(400, "200 chunks and their flow messages cost nothing; the round itself is one task");

        async Task<long> MeasureAsync()
        {
            await RoundAsync(1_000); // warm
            long best = long.MaxValue;
            for (int i = 0; i < 50 && best > 0; i++)
            {
                // All threads count. What the test platform does meanwhile costs some rounds something; what a chunk
                // costs, it costs every round.
                long before = GC.GetTotalAllocatedBytes(precise: true);
                await RoundAsync(200);
                best = Math.Min(best, GC.GetTotalAllocatedBytes(precise: true) - before);
            }
            return best;
        }

        async Task RoundAsync(int chunks)
        {
            for (int i = 0; i < chunks; i++)
                await session.WriteAsync(chunk);
            while (session.BytesReceived < session.BytesWritten)
                await Task.Yield();
        }
    }

    /// <summary>Takes everything, and says so after every read. Itself it allocates nothing while it does.</summary>
    private sealed class FlowingDaemon
    {
        private readonly Pipe _toDaemon = new(new PipeOptions(useSynchronizationContext: false));
        private readonly Pipe _toClient = new(new PipeOptions(useSynchronizationContext: false));

        public ValueTask<IDuplexPipe> Connect(CancellationToken cancellationToken)
        {
            _ = RunAsync();
            return ValueTask.FromResult<IDuplexPipe>(new Ends(_toClient.Reader, _toDaemon.Writer));
        }

        private async Task RunAsync()
        {
            Say(V4ServerMessages.Write(new V4Welcome("client_1", 0, "", 4, "T", 0, new V4Limits(1024 * 1024, 1, 0))));
            await _toClient.Writer.FlushAsync();
            long received = 0;
            while (true)
            {
                ReadResult result = await _toDaemon.Reader.ReadAsync();
                System.Buffers.ReadOnlySequence<byte> buffer = result.Buffer;
                bool sounded = false;
                while (
                    Audio.Protocol.Streams.StreamMessageReader.TryRead(ref buffer, 1 << 20, out StreamMessage message)
                )
                {
                    if (message.Kind == Audio.Protocol.Streams.StreamMessageKind.Json)
                    {
                        if (
                            V4ClientMessages.Read(System.Buffers.BuffersExtensions.ToArray(message.Body), out _)
                            is V4StartSession start
                        )
                        {
                            Say(
                                V4ServerMessages.Write(
                                    new V4SessionStarted(
                                        "client_1",
                                        start.SessionId!,
                                        1,
                                        48_000,
                                        V4StartedFormat.Of(AudioFormat.Pcm16(24_000, 1)),
                                        0
                                    )
                                    {
                                        RequestId = start.RequestId,
                                    }
                                )
                            );
                        }

                        continue;
                    }
                    received += message.Body.Length - 16;
                    sounded = true;
                }
                _toDaemon.Reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    return;
                if (sounded)
                    Flow(received);
                await _toClient.Writer.FlushAsync();
            }
        }

        private void Flow(long received)
        {
            Span<byte> message = _toClient.Writer.GetSpan(5 + V4Flow.MaxLength);
            int length = new V4Flow(1, received, received + 48_000, received).Write(message[5..], "s"u8);
            Audio.Protocol.Streams.StreamMessageWriter.WritePrefix(
                message,
                Audio.Protocol.Streams.StreamMessageKind.Json,
                length
            );
            _toClient.Writer.Advance(5 + length);
        }

        private void Say(byte[] json) =>
            Audio.Protocol.Streams.StreamMessageWriter.Write(
                _toClient.Writer,
                Audio.Protocol.Streams.StreamMessageKind.Json,
                json
            );

        private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
