using System.Buffers;
using System.IO.Pipelines;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.Streams;
using Audio.Protocol.V4;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// An ideal daemon: takes everything at once and sends a <c>flow</c> after each read. Allocates nothing per chunk.
/// </summary>
internal sealed class FlowingDaemon(AudioFormat format)
{
    private const uint Handle = 1;
    private const int MaxMessageBytes = 1024 * 1024;

    private readonly PipeEnds _pipe = new();
    private readonly long _room = format.BytesPerSecond;
    private long _received;

    /// <summary>Answers a client that connects.</summary>
    public ValueTask<IDuplexPipe> ConnectAsync(CancellationToken cancellationToken)
    {
        _ = RunAsync();
        return ValueTask.FromResult(_pipe.Client);
    }

    private async Task RunAsync()
    {
        PipeReader input = _pipe.Daemon.Input;
        Say(
            V4ServerMessages.Write(
                new V4Welcome("client_1", 0, "Welcome", V4Wire.Version, "T", 0, new V4Limits(MaxMessageBytes, 1, 0))
            )
        );
        await _pipe.Daemon.Output.FlushAsync();
        while (true)
        {
            ReadResult result = await input.ReadAsync();
            bool sounds = Take(result.Buffer, out SequencePosition taken);
            input.AdvanceTo(taken, result.Buffer.End);
            if (result.IsCompleted)
                return;
            if (sounds)
                SayFlow();
            await _pipe.Daemon.Output.FlushAsync();
        }
    }

    /// <returns>Whether any of it was sound.</returns>
    private bool Take(ReadOnlySequence<byte> buffer, out SequencePosition taken)
    {
        long before = _received;
        while (StreamMessageReader.TryRead(ref buffer, MaxMessageBytes, out StreamMessage message))
        {
            if (message.Kind == StreamMessageKind.ChunkFrame)
                _received += message.Body.Length - ChunkFrameHeader.Size;
            else if (V4ClientMessages.Read(message.Body.ToArray(), out _) is V4StartSession start)
                SayStarted(start);
        }
        taken = buffer.Start;
        return _received > before;
    }

    private void SayStarted(V4StartSession start) =>
        Say(
            V4ServerMessages.Write(
                new V4SessionStarted("client_1", start.SessionId!, Handle, _room, V4StartedFormat.Of(format), 0)
                {
                    RequestId = start.RequestId,
                }
            )
        );

    private void SayFlow()
    {
        PipeWriter output = _pipe.Daemon.Output;
        Span<byte> message = output.GetSpan(StreamMessageReader.PrefixSize + V4Flow.MaxLength);
        int length = new V4Flow(Handle, _received, _received + _room, _received).Write(
            message[StreamMessageReader.PrefixSize..],
            "s"u8
        );
        StreamMessageWriter.WritePrefix(message, StreamMessageKind.Json, length);
        output.Advance(StreamMessageReader.PrefixSize + length);
    }

    private void Say(byte[] json) => StreamMessageWriter.Write(_pipe.Daemon.Output, StreamMessageKind.Json, json);
}
