using System.Buffers;
using Audio.Core.Engine;
using Audio.Core.Transports;
using Audio.Core.V4;
using Audio.Protocol;
using Audio.Protocol.Chunks;
using Audio.Protocol.V4;

namespace Audio.Host.V4;

/// <summary>A version 4 client that is nobody, so that the way of a chunk frame is compiled before somebody comes.</summary>
internal static class V4WarmUp
{
    /// <summary>Plays silence through an engine that is there for it.</summary>
    /// <param name="engine">Started.</param>
    /// <param name="format">Of the silence.</param>
    /// <param name="silence">One chunk of it.</param>
    /// <param name="chunks">How many.</param>
    /// <param name="time">The engine's clock.</param>
    public static Task RunAsync(AudioEngine engine, AudioFormat format, byte[] silence, int chunks, TimeProvider time) =>
        new V4Server(engine, time: time).Accept(new Nobody(format, silence, chunks)).RunAsync();

    private sealed class Nobody(AudioFormat format, byte[] silence, int chunks) : IMessageTransport
    {
        private readonly TaskCompletionSource<uint> _handle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _said;

        public async ValueTask<TransportMessage> ReceiveAsync()
        {
            int turn = _said++;
            if (turn == 0)
                return new TransportMessage(TransportMessageKind.Json, new(V4ClientMessages.Write(new V4StartSession { AudioFormat = V4AudioFormat.Of(format) })));
            if (turn > chunks)
                return new TransportMessage(TransportMessageKind.Closed, CloseCode: TransportMessage.NormalClosure);
            byte[] frame = new byte[ChunkFrameHeader.Size + silence.Length];
            new ChunkFrameHeader(ChunkFrameFlags.None, ChunkFrameHeader.Size, await _handle.Task, (long)(turn - 1) * silence.Length).Write(frame);
            return new TransportMessage(TransportMessageKind.ChunkFrame, new ReadOnlySequence<byte>(frame));
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> json)
        {
            if (!_handle.Task.IsCompleted && V4ServerMessages.Read(json.Span) is V4SessionStarted started)
                _handle.TrySetResult(started.Handle);
            return ValueTask.CompletedTask;
        }

        public ValueTask CloseAsync(int code, string reason) => ValueTask.CompletedTask;

        public void Abort() => _handle.TrySetCanceled();
    }
}
