using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// The queue of messages to one client, and the loop that sends them. A reply waits for room, so a client that asks
/// without reading is itself no longer read. An event waits for nobody: a client that lets too many of them pile up
/// loses its connection, unless the event may be dropped.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore and the token hold nothing to dispose.")]
public sealed class Outbox : IReplies
{
    /// <summary>The most replies that wait for a slow reader.</summary>
    private const int MaxReplies = 64;

    /// <summary>The most messages of any kind that wait.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>How long a close may take before the connection is cut.</summary>
    public static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    // Immutable.
    private readonly IMessageTransport _transport;
    private readonly TimeProvider _time;
    private readonly bool _readsOn;
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
    private byte[] _late = [];

    /// <summary>Starts sending.</summary>
    /// <param name="transport">What carries the messages.</param>
    /// <param name="time">The clock.</param>
    /// <param name="readsOn">
    /// Whether to keep reading from a client to which nothing can be sent any more, as is necessary if it cannot
    /// resume. Otherwise its connection is cut.
    /// </param>
    public Outbox(IMessageTransport transport, TimeProvider time, bool readsOn = false)
    {
        _transport = transport;
        _time = time;
        _readsOn = readsOn;
        _sending = SendAllAsync();
    }

    /// <summary>
    /// Whether the daemon is closing the connection: messages from the client no longer count. Any thread.
    /// </summary>
    public bool IsClosing => _goodbye is { IsAnswer: false };

    /// <summary>Queues a reply; waits while too many are queued. Dropped after a close. Any thread.</summary>
    /// <param name="text">UTF-8 JSON; must not change until it has been sent.</param>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> text)
    {
        try
        {
            await _replies.WaitAsync(_over.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // nobody reads any more
        }
        QueueReply(text);
    }

    /// <summary>Queues an event if a reply would not have to wait. Any thread; never blocks.</summary>
    /// <param name="text">UTF-8 JSON; must not change until it has been sent.</param>
    /// <returns>Whether it was queued.</returns>
    public bool TrySend(ReadOnlyMemory<byte> text) => _replies.Wait(0) && QueueReply(text);

    /// <summary>
    /// Queues an event that must not be dropped; cuts the connection if too many wait. Any thread; never blocks.
    /// </summary>
    /// <param name="text">UTF-8 JSON; must not change until it has been sent.</param>
    public void Send(ReadOnlyMemory<byte> text) => Queue(new Outgoing(text, Late: null, IsReply: false));

    /// <summary>
    /// Queues an event that is written only when it is sent. Any thread; never blocks, allocates nothing.
    /// </summary>
    /// <param name="message">The event.</param>
    public void Send(ILateMessage message) => Queue(new Outgoing(default, message, IsReply: false));

    /// <summary>
    /// Sends what is queued and closes the connection; aborts it if that takes too long. The first call counts. Any
    /// thread; does not wait.
    /// </summary>
    /// <param name="code">A close code of RFC 6455, section 7.4.</param>
    /// <param name="reason">For people; at most 123 bytes.</param>
    public void Close(int code, string reason) => Close(new Goodbye(code, reason, IsAnswer: false));

    /// <summary>
    /// Answers the close of a client, with its own code (RFC 6455, section 5.5.1). What the client sent before it still
    /// counts, so <see cref="IsClosing"/> does not change. Any thread; does not wait.
    /// </summary>
    /// <param name="code">The close code of the client.</param>
    public void AnswerClose(int code) => Close(new Goodbye(code, "", IsAnswer: true));

    /// <summary>
    /// Closes the connection unless that has been done; completes when the sending loop has ended. Called after the
    /// receiving loop.
    /// </summary>
    public async ValueTask CompleteAsync()
    {
        Close(TransportMessage.NormalClosure, "");
        await _sending.ConfigureAwait(false);
        if (_cut is { } cut)
            await cut.DisposeAsync().ConfigureAwait(false);
    }

    private void Close(Goodbye goodbye)
    {
        if (Interlocked.CompareExchange(ref _goodbye, goodbye, null) is not null)
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
        _ = _over.CancelAsync(); // releases replies that wait for room
    }

    private bool QueueReply(ReadOnlyMemory<byte> text)
    {
        if (Queue(new Outgoing(text, Late: null, IsReply: true)))
            return true;
        _replies.Release();
        return false;
    }

    private bool Queue(in Outgoing message)
    {
        if (Interlocked.Increment(ref _count) > MaxWaiting)
            _transport.Abort(); // the client does not read; it may come back and resume
        if (_waiting.Writer.TryWrite(message))
            return true;
        Interlocked.Decrement(ref _count);
        return false;
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
                        .SendAsync(message.Late is { } late ? WriteLate(late) : message.Text)
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
            // The client is gone; the receiving loop notices as well.
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out _)) { }
            if (!_readsOn)
                _transport.Abort();
        }
        await _over.CancelAsync().ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> WriteLate(ILateMessage message)
    {
        if (_late.Length < message.MaxLength)
            _late = new byte[message.MaxLength];
        return _late.AsMemory(0, message.Write(_late));
    }

    private readonly record struct Outgoing(ReadOnlyMemory<byte> Text, ILateMessage? Late, bool IsReply);

    /// <param name="Code">Its close code.</param>
    /// <param name="Reason">For people.</param>
    /// <param name="IsAnswer">Whether the client closed first; what it sent before then counts.</param>
    private sealed record Goodbye(int Code, string Reason, bool IsAnswer);
}
