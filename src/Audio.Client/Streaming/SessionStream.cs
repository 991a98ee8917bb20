using Audio.Client.Connection;
using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Client.Streaming;

/// <summary>
/// The bytes of a session on their way: taken from the writer while the daemon has room, sent by whichever connection
/// has the session now, kept until they will not be needed again. Offsets are those of the whole stream; on the wire
/// they count from <see cref="Base"/>, where the present session of the daemon began.
/// </summary>
internal sealed class SessionStream : IFrameSource
{
    /// <summary>The longest payload of a frame: with what stands in front it fills a buffer of 64 KiB.</summary>
    private const int MaxPayloadBytes = 64 * 1024 - ChunkFrameWriter.Overhead;

    // Immutable.
    private readonly int _bytesPerFrame;
    private readonly bool _keepUnplayed;
    private readonly AsyncSignal _room = new(runInline: false);
    private readonly byte[] _end = new byte[ChunkFrameWriter.Overhead];

    // Under the lock.
    private readonly Lock _lock = new();
    private readonly ReplayBuffer _buffer = new();
    private DaemonConnection? _connection;
    private uint _handle;
    private long _limit;
    private long _received;
    private long _played;
    private long _base;
    private int _maxPayload = MaxPayloadBytes;
    private bool _queued;
    private bool _endOfStream;
    private bool _endSent;
    private bool _lentEnd;
    private bool _refuses;
    private bool _closed;
    private int _stuck;

    public SessionStream(AudioFormat format, bool keepUnplayed)
    {
        _bytesPerFrame = format.BytesPerFrame;
        _keepUnplayed = keepUnplayed;
    }

    public long Written
    {
        get
        {
            lock (_lock)
                return _buffer.Written;
        }
    }

    public long Received
    {
        get
        {
            lock (_lock)
                return _received;
        }
    }

    public long Played
    {
        get
        {
            lock (_lock)
                return _played;
        }
    }

    public long Base
    {
        get
        {
            lock (_lock)
                return _base;
        }
    }

    public bool IsEnded
    {
        get
        {
            lock (_lock)
                return _endOfStream;
        }
    }

    /// <summary>Whether anything is taken any more.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return !_closed && !_endOfStream && !_refuses;
        }
    }

    /// <summary>Takes what the daemon has room for, cut at whole frames, and has it sent.</summary>
    /// <returns>Bytes taken; 0: wait for room. -1: nothing is taken any more.</returns>
    public int Take(ReadOnlySpan<byte> data)
    {
        DaemonConnection? connection;
        int count;
        lock (_lock)
        {
            if (_closed || _endOfStream || _refuses)
                return -1;
            count = (int)Math.Min(data.Length, Math.Min(_maxPayload, Math.Max(0, _limit - _buffer.Written)));
            if (count < data.Length)
                count -= (int)((_buffer.Written + count) % _bytesPerFrame);
            if (count <= 0)
                return 0;
            _buffer.Append(data[..count]);
            connection = EnterQueue();
        }
        connection?.Ready(this);
        return count;
    }

    /// <summary>Done when there may be room. One at a time.</summary>
    public ValueTask RoomAsync() => _room.WaitAsync();

    public void CancelRoom(CancellationToken token) => _room.Cancel(token);

    /// <summary>The stream ends here.</summary>
    public void End()
    {
        DaemonConnection? connection;
        lock (_lock)
        {
            if (_closed || _endOfStream || _refuses)
                return;
            _endOfStream = true;
            connection = EnterQueue();
        }
        connection?.Ready(this);
        _room.Set();
    }

    /// <summary>Nothing is taken any more, and no end follows: the session is cancelled.</summary>
    public void Refuse()
    {
        lock (_lock)
            _refuses = true;
        _room.Set();
    }

    /// <summary>Nothing is sent any more and nothing taken; what is kept goes back to the pool.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            (_closed, _connection) = (true, null);
            _buffer.Clear();
        }
        _room.Set();
    }

    /// <summary>A connection has the session: send from what the daemon has received.</summary>
    /// <returns>False: the daemon claims to have what was never sent.</returns>
    public bool Attach(DaemonConnection connection, uint handle, long received, long limit, long played)
    {
        DaemonConnection? ready;
        lock (_lock)
        {
            if (_closed)
                return true;
            if (received < 0 || _base + received > _buffer.Written || _base + received < _received)
                return false;
            _connection = connection;
            _handle = handle;
            _maxPayload =
                Math.Min(
                    MaxPayloadBytes,
                    Math.Max(1, connection.Welcome.Limits.MaxMessageBytes - ChunkFrameHeader.Size)
                )
                / _bytesPerFrame
                * _bytesPerFrame;
            if (_maxPayload == 0)
                _maxPayload = _bytesPerFrame;
            _buffer.Rewind(_base + received);
            _endSent = false;
            Note(received, limit, played);
            ready = EnterQueue();
        }
        ready?.Ready(this);
        _room.Set();
        return true;
    }

    /// <summary>The connection is gone, and nothing of it runs any more.</summary>
    public void Detach()
    {
        lock (_lock)
            (_connection, _queued) = (null, false);
    }

    /// <summary>The daemon says how far it is.</summary>
    public void Advance(long received, long limit, long played)
    {
        DaemonConnection? connection;
        lock (_lock)
        {
            Note(received, limit, played);
            connection = EnterQueue();
        }
        connection?.Ready(this);
        _room.Set();
    }

    /// <summary>The daemon has dropped a frame: send again from what it has.</summary>
    /// <returns>False: it drops what it should not, again and again.</returns>
    public bool SendAgain(long received)
    {
        DaemonConnection? connection;
        lock (_lock)
        {
            if (_closed || _connection is null)
                return true;
            long from = _base + received;
            _stuck = from > _received ? 0 : _stuck + 1;
            if (from > _buffer.Written || from < _received || _stuck > 100)
                return false;
            _received = from;
            if (from < _buffer.NextToSend)
            {
                _buffer.Rewind(from);
                _endSent = false;
            }
            connection = EnterQueue();
        }
        connection?.Ready(this);
        return true;
    }

    /// <summary>
    /// The daemon has lost the session: a new one is to begin at the first frame that was not reported as played.
    /// </summary>
    /// <returns>Its first byte in the stream.</returns>
    public long Restart()
    {
        lock (_lock)
        {
            _base = _received = _played -= _played % _bytesPerFrame;
            _limit = _base;
            _buffer.Rewind(_base);
            return _base;
        }
    }

    /// <inheritdoc/>
    public bool TryLendFrame(DaemonConnection connection, out ReadOnlyMemory<byte> frame)
    {
        lock (_lock)
        {
            frame = default;
            if (!ReferenceEquals(connection, _connection))
                return false;
            if (_closed)
            {
                _queued = false;
                return false;
            }
            long offset = _buffer.NextToSend - _base;
            if (_buffer.TryLend(_limit, out Memory<byte> lent))
            {
                bool last = _endOfStream && _buffer.NextToSend == _buffer.Written;
                _endSent |= last;
                ChunkFrameWriter.WriteOverhead(
                    lent.Span,
                    _handle,
                    offset,
                    last ? ChunkFrameFlags.EndOfStream : ChunkFrameFlags.None,
                    lent.Length - ChunkFrameWriter.Overhead
                );
                frame = lent;
                return true;
            }
            if (_endOfStream && !_endSent && _buffer.NextToSend == _buffer.Written)
            {
                _endSent = _lentEnd = true;
                ChunkFrameWriter.WriteOverhead(_end, _handle, offset, ChunkFrameFlags.EndOfStream, payloadLength: 0);
                frame = _end;
                return true;
            }
            _queued = false;
            return false;
        }
    }

    /// <inheritdoc/>
    public void FrameSent()
    {
        lock (_lock)
        {
            if (_lentEnd)
                _lentEnd = false;
            else
                _buffer.Sent();
        }
    }

    /// <summary>Under the lock.</summary>
    private void Note(long received, long limit, long played)
    {
        _received = Math.Max(_received, Math.Min(_base + received, _buffer.Written));
        _played = Math.Max(_played, Math.Min(_base + played, _received));
        _limit = Math.Max(_limit, _base + limit);
        _buffer.Forget(_keepUnplayed ? _played - _played % _bytesPerFrame : _received);
    }

    /// <summary>
    /// Under the lock: the connection that is to be told that there is something to send; null where it knows.
    /// </summary>
    private DaemonConnection? EnterQueue()
    {
        bool hasWork =
            _buffer.NextToSend < Math.Min(_buffer.Written, _limit)
            || (_endOfStream && !_endSent && _buffer.NextToSend == _buffer.Written);
        if (_queued || !hasWork || _connection is null)
            return null;
        _queued = true;
        return _connection;
    }
}
