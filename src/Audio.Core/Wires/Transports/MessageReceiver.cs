using System.Runtime.CompilerServices;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Receives messages. There is one receiving loop; while it waits for something other than its connection, <see
/// cref="ReadAheadAsync"/> goes on reading.
/// </summary>
public abstract class MessageReceiver : IDisposable
{
    /// <summary>The memory for messages read ahead: what one place of <see cref="MessageMemory"/> covers.</summary>
    private const int MaxAheadBytes = MessageMemory.MediumBytes;

    /// <summary>
    /// Longer messages continue on a pool thread: decoding them here would delay the other sockets of this thread.
    /// </summary>
    private const int MaxInPlaceBytes = 256 * 1024;

    // Receiving loop only.
    private readonly MessageMemory _memory;
    private readonly Queue<(TransportMessage Message, MessageBuffer Buffer)> _ahead = new();
    private readonly MessagePlace _aheadPlace;
    private MessageBuffer _current;
    private MessageBuffer? _next; // the buffer of _receiving
    private Task<TransportMessage>? _receiving;
    private int _aheadBytes;
    private bool _ended;

    /// <summary>Creates a receiver.</summary>
    /// <param name="memory">The memory for all messages.</param>
    protected MessageReceiver(MessageMemory memory)
    {
        _memory = memory;
        _aheadPlace = new MessagePlace(memory);
        _current = new MessageBuffer(memory);
    }

    /// <summary>The longest message that is held whole, in bytes.</summary>
    protected int MaxMessageBytes => _memory.MaxMessageBytes;

    /// <summary>Receives the next message. One call at a time.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TransportMessage> ReceiveAsync()
    {
        _current.Release();
        if (_ahead.TryDequeue(out (TransportMessage Message, MessageBuffer Buffer) read))
        {
            _aheadBytes -= read.Buffer.Capacity;
            _current = read.Buffer;
            return read.Message;
        }
        _aheadPlace.Release();
        TransportMessage message;
        if (_receiving is { } receiving)
        {
            message = await receiving.ConfigureAwait(false);
            _current = _next!;
            (_receiving, _next) = (null, null);
        }
        else
        {
            message = await ReceiveIntoAsync(_current).ConfigureAwait(false);
        }
        if (message.Data.Length > MaxInPlaceBytes)
            await Task.Yield();
        return message;
    }

    /// <summary>
    /// Waits until the last message has been consumed and meanwhile reads ahead, up to a limit, so that pings are
    /// answered and the end of the connection is noticed. Used instead of <see cref="ReceiveAsync"/>.
    /// </summary>
    /// <param name="taking">The consumption of the last message.</param>
    /// <param name="ended">Called when the connection has ended after the messages read so far.</param>
    public async Task ReadAheadAsync(ValueTask taking, Action<TransportMessage> ended)
    {
        Task taken = taking.AsTask();
        while (!taken.IsCompleted && MayReadAhead())
        {
            _next ??= new MessageBuffer(_memory);
            _receiving ??= ReceiveIntoAsync(_next).AsTask();
            if (await Task.WhenAny(taken, _receiving).ConfigureAwait(false) == taken)
                break;
            TransportMessage message = await _receiving.ConfigureAwait(false);
            _ahead.Enqueue((message, _next));
            _aheadBytes += _next.Capacity;
            (_receiving, _next) = (null, null);
            _ended =
                message.Kind
                    is TransportMessageKind.Closed
                        or TransportMessageKind.Lost
                        or TransportMessageKind.TooLarge;
            if (_ended)
                ended(message);
        }
        await taken.ConfigureAwait(false);
    }

    /// <summary>Cancels a wait for memory. Any thread.</summary>
    public void Abandon()
    {
        _current.Place.Abandon();
        _next?.Place.Abandon();
    }

    /// <summary>Releases all buffers; their messages are no longer valid.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases all buffers.</summary>
    /// <param name="disposing">Whether it is not a finalizer that does it.</param>
    protected virtual void Dispose(bool disposing)
    {
        _current.Release();
        _next?.Release();
        while (_ahead.TryDequeue(out (TransportMessage Message, MessageBuffer Buffer) read))
            read.Buffer.Release();
        _aheadPlace.Release();
    }

    private bool MayReadAhead() => !_ended && _aheadBytes < MaxAheadBytes && _aheadPlace.TryCover(MaxAheadBytes);

    /// <summary>Receives the next message into a buffer; never throws.</summary>
    /// <param name="buffer">It grows with the message.</param>
    protected abstract ValueTask<TransportMessage> ReceiveIntoAsync(MessageBuffer buffer);
}
