using System.Buffers;
using System.Threading.Tasks.Sources;
using Audio.Core.Wires.Transports;
using Audio.Protocol.V4;

namespace Audio.Benchmarks.Rigs;

/// <summary>
/// Delivers messages like a WebSocket, one at a time when the benchmark asks. The receive loop runs inside
/// <c>Give</c>, unless it still works on the message before on another thread: then that is waited for. Allocates
/// nothing.
/// </summary>
internal sealed class HandFedTransport : IMessageTransport, IValueTaskSource<TransportMessage>
{
    private readonly TaskCompletionSource<uint> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ManualResetValueTaskSourceCore<TransportMessage> _next;
    private volatile bool _isAsked;

    /// <summary>The session's handle, once it has started.</summary>
    public Task<uint> Handle => _started.Task;

    public void Give(TransportMessageKind kind, ReadOnlyMemory<byte> data) =>
        Give(new TransportMessage(kind, new ReadOnlySequence<byte>(data)));

    /// <summary>The peer closes.</summary>
    public void End() =>
        Give(new TransportMessage(TransportMessageKind.Closed, CloseCode: TransportMessage.NormalClosure));

    public ValueTask<TransportMessage> ReceiveAsync()
    {
        _next.Reset();
        _isAsked = true;
        return new ValueTask<TransportMessage>(this, _next.Version);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        if (!V4Flow.TryRead(json.Span, out _) && V4ServerMessages.Read(json.Span) is V4SessionStarted started)
            _started.TrySetResult(started.Handle);
        return ValueTask.CompletedTask;
    }

    public ValueTask CloseAsync(int code, string reason) => ValueTask.CompletedTask;

    public void Abort() { }

    private void Give(in TransportMessage message)
    {
        SpinWait wait = default;
        while (!_isAsked)
            wait.SpinOnce();
        _isAsked = false;
        _next.SetResult(message);
    }

    TransportMessage IValueTaskSource<TransportMessage>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<TransportMessage>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<TransportMessage>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _next.OnCompleted(continuation, state, token, flags);
}
