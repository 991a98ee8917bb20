using System.Buffers;
using System.Buffers.Binary;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V4;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;
using Audio.Testing.Engines;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// The way of a chunk on the daemon's side, from the transport to the jitter buffer, allocates nothing once it runs.
/// </summary>
public sealed class V4AllocationTests
{
    private const int Warm = 2_000;
    private const int Measured = 5_000;

    [Theory]
    [InlineData(48_000, StreamFormatNames.Pcm)]
    [InlineData(24_000, StreamFormatNames.Pcm)]
    [InlineData(24_000, StreamFormatNames.Wav)]
    public async Task A_chunk_allocates_nothing(int rate, string format)
    {
        var test = new TestEngine();
        var transport = new SteadyTransport(test, rate, format);

        // With the system's timers: setting one of the virtual clock's allocates.
        await new V4Server(test.Engine).Accept(transport).RunAsync();

        transport.Allocated.Should().Be(0);
        transport.FlowsSent.Should().BePositive("flow is part of the way");
        transport.TellsMs.Should().Be(format != StreamFormatNames.Pcm, "only then the client may not know the rate");
    }

    /// <summary>
    /// A client that starts a session and then sends 20 ms and again 20 ms, as fast as they are taken; every chunk is
    /// played at once.
    /// </summary>
    private sealed class SteadyTransport(TestEngine test, int rate, string format) : IMessageTransport
    {
        private readonly TaskCompletionSource<uint> _handle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] _frame = new byte[ChunkFrameHeader.Size + rate / 50 * 2];
        private readonly List<long> _costs = new(Measured);
        private int _calls;
        private long _before;
        private int _thread;

        /// <summary>
        /// Bytes that the thread of the receiving loop allocated for a chunk, in the dearest of the cheapest 99 of 100:
        /// the runtime may compile a method anew in between, but what we allocate now and then is told by more than one
        /// chunk in a hundred.
        /// </summary>
        public long Allocated => _costs.Order().ElementAt(_costs.Count * 99 / 100);

        public int FlowsSent { get; private set; }

        /// <summary>Whether a flow said how many milliseconds were played.</summary>
        public bool TellsMs { get; private set; }

        public ValueTask<TransportMessage> ReceiveAsync()
        {
            long now = GC.GetAllocatedBytesForCurrentThread();
            int frame = _calls - 2;
            if (frame > Warm && _thread == Environment.CurrentManagedThreadId)
                _costs.Add(now - _before);
            if (frame >= 0)
            {
                test.Output.Render(48_000 / 50);
                test.Output.FramesPlayed += 48_000 / 50;
                test.Output.Rendered.Clear();
                test.Time.Advance(TimeSpan.FromMilliseconds(20));
            }
            return Next();
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> json)
        {
            if (V4Flow.TryRead(json.Span, out V4Flow flow))
                (FlowsSent, TellsMs) = (FlowsSent + 1, TellsMs || flow.PlayedMs is > 0);
            else if (V4ServerMessages.Read(json.Span) is V4SessionStarted started)
                _handle.TrySetResult(started.Handle);
            return ValueTask.CompletedTask;
        }

        public ValueTask CloseAsync(int code, string reason) => ValueTask.CompletedTask;

        public void Abort() { }

        private ValueTask<TransportMessage> Next()
        {
            int call = _calls++;
            if (call == 0)
            {
                byte[] start = V4ClientMessages.Write(
                    new V4StartSession
                    {
                        AudioFormat = V4AudioFormat.Of(AudioFormat.Pcm16(rate, 1)) with { Format = format },
                    }
                );
                return ValueTask.FromResult(
                    new TransportMessage(TransportMessageKind.Json, new ReadOnlySequence<byte>(start))
                );
            }
            if (call == 1)
                return FirstAsync();
            if (call > Warm + Measured)
            {
                return ValueTask.FromResult(
                    new TransportMessage(TransportMessageKind.Closed, CloseCode: TransportMessage.NormalClosure)
                );
            }

            BinaryPrimitives.WriteInt64LittleEndian(
                _frame.AsSpan(8),
                (long)(call - 1) * (_frame.Length - ChunkFrameHeader.Size)
            );
            var message = new TransportMessage(TransportMessageKind.ChunkFrame, new ReadOnlySequence<byte>(_frame));
            _thread = Environment.CurrentManagedThreadId;
            _before = GC.GetAllocatedBytesForCurrentThread();
            return ValueTask.FromResult(message);
        }

        private async ValueTask<TransportMessage> FirstAsync()
        {
            new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, await _handle.Task, 0).Write(_frame);
            return new TransportMessage(TransportMessageKind.ChunkFrame, new ReadOnlySequence<byte>(_frame));
        }
    }
}
