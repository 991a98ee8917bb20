using System.Buffers;
using System.Collections.Concurrent;
using Audio.Core.Wires.Transports;
using Audio.Protocol.V4;

namespace Audio.Core.Tests.Wires.V4;

/// <summary>
/// A transport that a test steps through: a message is received when the test delivers it, and its handling stops once
/// more before the first byte is read, so that another connection can have its turn there.
/// </summary>
internal sealed class SteppedTransport : IMessageTransport
{
    private readonly ConcurrentQueue<V4ServerMessage> _sent = new();
    private readonly TaskCompletionSource _unread = new();
    private TaskCompletionSource<TransportMessage>? _receiving;
    private Step? _step;

    /// <summary>Whether the client reads nothing that is sent to it.</summary>
    public bool IsUnread { get; set; }

    /// <summary>The code with which the daemon closed it.</summary>
    public int? CloseCode { get; private set; }

    /// <summary>Whether the receiving loop waits for a message.</summary>
    public bool IsReceiving => Volatile.Read(ref _receiving) is not null;

    /// <summary>Whether a message is before its first byte.</summary>
    public bool IsHalted => _step is { IsHalted: true };

    /// <summary>What the client was sent.</summary>
    public IReadOnlyCollection<V4ServerMessage> Sent => _sent;

    /// <summary>Delivers a message; returns when its handling halts.</summary>
    public void Deliver(V4ClientMessage message)
    {
        _step = new Step(V4ClientMessages.Write(message));
        var data = new ReadOnlySequence<byte>(_step.Memory);
        _step.Run(() => Receive(new TransportMessage(TransportMessageKind.Json, data)));
    }

    /// <summary>Delivers a message that does not halt.</summary>
    public void DeliverAtOnce(V4ClientMessage message) =>
        Receive(
            new TransportMessage(TransportMessageKind.Json, new ReadOnlySequence<byte>(V4ClientMessages.Write(message)))
        );

    /// <summary>Lets the message that has halted go on; returns when it waits for something.</summary>
    public void GoOn() => _step!.GoOn();

    /// <summary>The connection is cut, or closed with a code.</summary>
    public void End(int? code = null) =>
        Receive(
            code is { } value
                ? new TransportMessage(TransportMessageKind.Closed, CloseCode: value)
                : new TransportMessage(TransportMessageKind.Lost)
        );

    public ValueTask<TransportMessage> ReceiveAsync()
    {
        var receiving = new TaskCompletionSource<TransportMessage>();
        Volatile.Write(ref _receiving, receiving);
        return new ValueTask<TransportMessage>(receiving.Task);
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        if (IsUnread)
            await _unread.Task;
        _sent.Enqueue(V4ServerMessages.Read(json.Span)!);
    }

    public ValueTask CloseAsync(int code, string reason)
    {
        CloseCode = code;
        return ValueTask.CompletedTask;
    }

    public void Abort() => _unread.TrySetException(new IOException("It was aborted."));

    private void Receive(TransportMessage message) => Interlocked.Exchange(ref _receiving, null)!.SetResult(message);

    /// <summary>
    /// A message on a thread of its own, up to the first look at its bytes. Either that thread runs or the test's.
    /// </summary>
    private sealed class Step(byte[] bytes) : MemoryManager<byte>
    {
        private readonly SemaphoreSlim _go = new(0);
        private readonly SemaphoreSlim _back = new(0);
        private bool _hasHalted;

        public bool IsHalted { get; private set; }

        public void Run(Action receive)
        {
            _ = Task.Run(() =>
            {
                receive();
                _back.Release();
            });
            _back.Wait();
        }

        public void GoOn()
        {
            IsHalted = false;
            _go.Release();
            _back.Wait();
        }

        public override Span<byte> GetSpan()
        {
            if (!_hasHalted)
            {
                _hasHalted = IsHalted = true;
                _back.Release();
                _go.Wait();
            }
            return bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() { }

        public override Memory<byte> Memory => CreateMemory(bytes.Length);

        protected override void Dispose(bool disposing) { }
    }
}
