using System.Net.WebSockets;
using System.Threading.Channels;
using Audio.Core.Wires.Transports;
using Audio.Core.Wires.V3;

namespace Audio.Host.WebSockets;

/// <summary>
/// A WebSocket as two loops: whole messages in, on the caller's own loop, and messages out through a bounded queue with
/// one sender.
/// </summary>
/// <remarks>
/// A peer that reads nothing fills its queue; whoever answers it then waits, so it is no longer read either, and nobody
/// else notices. Closing never waits for such a peer longer than <see cref="CloseLimit"/>.
/// </remarks>
internal sealed class WebSocketTransport : IReplies, IAsyncDisposable
{
    /// <summary>Replies that may wait for a slow reader.</summary>
    private const int QueueLength = 64;

    /// <summary>How long a close handshake may take before the connection is cut.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly WebSocketReceiver _receiver;
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing;
    private readonly Task _sending;

    // Any thread.
    private volatile CloseRequest? _close;
    private ITimer? _cut;

    public WebSocketTransport(WebSocket socket, MessageMemory memory, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _receiver = new WebSocketReceiver(socket, memory);
        _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
            new BoundedChannelOptions(QueueLength) { SingleReader = true }
        );
        _sending = SendAllAsync();
    }

    /// <summary>Whether the daemon has asked for the end; what the peer still sends does not count.</summary>
    public bool IsClosing => _close is { IsAnswer: false };

    /// <summary>The next whole message. One call at a time.</summary>
    public ValueTask<WebSocketMessage> ReceiveAsync() => _receiver.ReceiveAsync();

    /// <summary>
    /// Waits for what takes the last message, and meanwhile reads on, up to a bound (docs/adr/0013): pings are
    /// answered, and an end is noticed and answered at once. What was sent before it is received all the same.
    /// </summary>
    /// <param name="taking">What is waited for.</param>
    /// <param name="ended">Called when the peer turns out to have closed, or to be lost.</param>
    public Task ReadAheadAsync(ValueTask taking, Action ended) => _receiver.ReadAheadAsync(taking, message =>
        {
            if (message.Kind == WebSocketMessageKind.TooLarge)
                return;
            Close(new CloseRequest(WebSocketCloseStatus.NormalClosure, "", IsAnswer: true));
            ended();
        });

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            await _outgoing.Writer.WriteAsync(text);
        }
        catch (ChannelClosedException)
        {
            // Closing: nobody reads it any more.
        }
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlyMemory<byte> text) => _outgoing.Writer.TryWrite(text);

    /// <summary>
    /// Says what is queued, then closes; cuts the connection where that takes too long. The first call counts. Any
    /// thread; does not wait.
    /// </summary>
    public void Close(WebSocketCloseStatus status, string reason) => Close(new CloseRequest(status, reason));

    /// <summary>
    /// Closes if nobody has, waits for the sender, and gives everything back. The receiving loop has ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Close(WebSocketCloseStatus.NormalClosure, "");
        await _sending;
        _receiver.Dispose();
        if (_cut is { } cut)
            await cut.DisposeAsync();
        _socket.Dispose();
    }

    private void Close(CloseRequest close)
    {
        if (Interlocked.CompareExchange(ref _close, close, null) is not null)
            return;
        Volatile.Write(
            ref _cut,
            _time.CreateTimer(
                static transport => ((WebSocketTransport)transport!).Cut(),
                this,
                CloseLimit,
                Timeout.InfiniteTimeSpan
            )
        );
        _outgoing.Writer.TryComplete();
    }

    private void Cut()
    {
        _socket.Abort();
        _receiver.Abandon();
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in _outgoing.Reader.ReadAllAsync())
                await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(_close!.Status, _close.Reason, CancellationToken.None);
        }
        catch (Exception e)
            when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer is gone; the receiving loop learns it too. Let go of whoever waits to send.
            _outgoing.Writer.TryComplete();
            while (_outgoing.Reader.TryRead(out _)) { }
        }
    }

    /// <param name="Status">Its code.</param>
    /// <param name="Reason">For people.</param>
    /// <param name="IsAnswer">The peer has closed; what it sent before counts.</param>
    private sealed record CloseRequest(WebSocketCloseStatus Status, string Reason, bool IsAnswer = false);
}
