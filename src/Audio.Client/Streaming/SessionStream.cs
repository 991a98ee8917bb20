using Audio.Client.Connection;
using Audio.Protocol;
using Audio.Protocol.Chunks;

namespace Audio.Client.Streaming;

/// <summary>
/// The bytes of a session on their way to the daemon: taken while the daemon has room, sent on the connection that has
/// the session, and kept until they are not needed again. Offsets are those of the whole stream; on the wire they count
/// from <see cref="Base"/>, where the present session of the daemon started. Any thread.
/// </summary>
internal sealed class SessionStream : IFrameSource
{
    /// <summary>The maximum payload of a frame: with prefix and header it fills a buffer of 64 KiB.</summary>
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

    /// <summary>Whether it still takes data.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return !_closed && !_endOfStream && !_refuses;
        }
    }

    /// <summary>Takes what the daemon has room for, in whole frames, and has it sent.</summary>
    /// <returns>The bytes taken; 0: wait for room; -1: nothing more is taken.</returns>
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

    /// <summary>Completes when there may be room. One caller at a time.</summary>
    public ValueTask RoomAsync() => _room.WaitAsync();

    public void CancelRoom(CancellationToken token) => _room.Cancel(token);

    /// <summary>Ends the stream.</summary>
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

    /// <summary>Takes no more data and sends no end: the session is cancelled.</summary>
    public void Refuse()
    {
        lock (_lock)
            _refuses = true;
        _room.Set();
    }

    /// <summary>Takes and sends nothing more; returns its memory to the pool.</summary>
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

    /// <summary>Gives the session to a connection, which sends from what the daemon has received.</summary>
    /// <returns>False: the daemon claims to have received what was never sent.</returns>
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

    /// <summary>The connection has ended, and nothing of it runs any more.</summary>
    public void Detach()
    {
        lock (_lock)
            (_connection, _queued) = (null, false);
    }

    /// <summary>The daemon reports its progress.</summary>
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

    /// <summary>The daemon has dropped a frame: sends again from what it has received.</summary>
    /// <returns>False: it keeps dropping frames that it should accept.</returns>
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
    /// The daemon has lost the session: goes back to the first frame that was not reported as played.
    /// </summary>
    /// <returns>The byte of the stream at which the new session starts.</returns>
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
    /// Under the lock: the connection that must be told that there is something to send; null: it knows.
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
