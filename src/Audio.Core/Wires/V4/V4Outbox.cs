using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;
using Audio.Core.Wires.Transports;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>
/// What waits to be sent to one client, in order, and the one loop that sends it. A reply waits for room, so a client
/// that asks and does not read is no longer read either. An event waits for nobody: a client that lets too many of them
/// pile up loses its connection. Of <c>flow</c> at most one a session waits, and what it says is read when its turn
/// comes.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It gives back what it owns when it completes.")]
internal sealed class V4Outbox
{
    /// <summary>Replies that may wait for a slow reader.</summary>
    private const int MaxReplies = 64;

    /// <summary>Messages of every kind that may wait.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>How long a close may take before the connection is cut.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly IMessageTransport _transport;
    private readonly TimeProvider _time;
    private readonly Channel<Outgoing> _waiting = Channel.CreateUnbounded<Outgoing>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly SemaphoreSlim _replies = new(MaxReplies);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _sending;

    // Any thread.
    private volatile Goodbye? _goodbye;
    private ITimer? _cut;
    private int _count;

    // Sending loop only.
    private readonly byte[] _flow = new byte[V4Flow.MaxLength];

    public V4Outbox(IMessageTransport transport, TimeProvider time)
    {
        _transport = transport;
        _time = time;
        _sending = SendAllAsync();
    }

    /// <summary>Whether a goodbye is on its way: what the client still says does not count.</summary>
    public bool IsClosing => _goodbye is not null;

    /// <summary>Queues a reply; waits while there are too many. Receiving loop.</summary>
    public async ValueTask ReplyAsync(V4ServerMessage message)
    {
        try
        {
            await _replies.WaitAsync(_over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // nobody reads it any more
        }
        Queue(new Outgoing(V4ServerMessages.Write(message), Flow: null, IsReply: true));
    }

    /// <summary>Queues an event. Any thread; never blocks.</summary>
    public void Tell(V4ServerMessage message) =>
        Queue(new Outgoing(V4ServerMessages.Write(message), Flow: null, IsReply: false));

    /// <summary>Queues the <c>flow</c> of a session. Any thread; never blocks, allocates nothing.</summary>
    public void TellFlow(IV4FlowSource session) => Queue(new Outgoing(Json: null, session, IsReply: false));

    /// <summary>
    /// Says what is queued, then goodbye; cuts the connection where that takes too long. The first call counts. Any
    /// thread; does not wait.
    /// </summary>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _goodbye, new Goodbye(code, reason), null) is not null)
            return;
        Volatile.Write(
            ref _cut,
            _time.CreateTimer(
                static transport => ((IMessageTransport)transport!).Abort(),
                _transport,
                CloseLimit,
                Timeout.InfiniteTimeSpan
            )
        );
        _waiting.Writer.TryComplete();
    }

    /// <summary>Ends when nothing is sent any more; the receiving loop has ended.</summary>
    public async ValueTask CompleteAsync()
    {
        Close(TransportMessage.NormalClosure, "");
        await _sending.ConfigureAwait(false);
        if (_cut is { } cut)
            await cut.DisposeAsync().ConfigureAwait(false);
        _over.Dispose();
        _replies.Dispose();
    }

    private void Queue(in Outgoing message)
    {
        if (Interlocked.Increment(ref _count) > MaxWaiting)
            _transport.Abort(); // it reads nothing; it may come back and resume
        if (!_waiting.Writer.TryWrite(message))
            Interlocked.Decrement(ref _count);
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out Outgoing message))
                {
                    Interlocked.Decrement(ref _count);
                    await _transport
                        .SendAsync(
                            message.Flow is { } session ? _flow.AsMemory(0, session.WriteFlow(_flow)) : message.Json
                        )
                        .ConfigureAwait(false);
                    if (message.IsReply)
                        _replies.Release();
                }
            }
            Goodbye goodbye = _goodbye!;
            await _transport.CloseAsync(goodbye.Code, goodbye.Reason).ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone; the receiving loop learns it too.
            _waiting.Writer.TryComplete();
            _transport.Abort();
        }
        await _over.CancelAsync().ConfigureAwait(false);
    }

    private readonly record struct Outgoing(byte[]? Json, IV4FlowSource? Flow, bool IsReply);

    private sealed record Goodbye(int Code, string Reason);
}
