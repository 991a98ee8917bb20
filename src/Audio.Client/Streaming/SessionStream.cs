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
    private readonly bool _isWhole;
    private readonly AsyncSignal _room = new(runInline: false);
    private readonly byte[] _endFrame = new byte[ChunkFrameWriter.Overhead];

    // Under the lock.
    private readonly Lock _lock = new();
    private readonly ReplayBuffer _buffer = new();
    private readonly StreamPositions _positions;
    private StreamInput _input = StreamInput.Open;
    private DaemonConnection? _connection;
    private uint _handle;
    private int _maxPayload = MaxPayloadBytes;
    private bool _isQueued;
    private bool _isEndSent;

    /// <summary>Begins with nothing written.</summary>
    /// <param name="format">The format of the samples; null: the stream cannot be entered in the middle.</param>
    /// <param name="keepUnplayed">Whether to keep what a restart needs.</param>
    public SessionStream(AudioFormat? format, bool keepUnplayed)
    {
        _bytesPerFrame = format?.BytesPerFrame ?? 1;
        _isWhole = format is null;
        _keepUnplayed = keepUnplayed;
        _positions = new StreamPositions(_bytesPerFrame);
    }

    public long Written
    {
        get
        {
            lock (_lock)
                return _buffer.Written;
        }
    }

    /// <inheritdoc cref="StreamPositions.Received"/>
    public long Received
    {
        get
        {
            lock (_lock)
                return _positions.Received;
        }
    }

    /// <inheritdoc cref="StreamPositions.Played"/>
    public long Played
    {
        get
        {
            lock (_lock)
                return _positions.Played;
        }
    }

    /// <inheritdoc cref="StreamPositions.Base"/>
    public long Base
    {
        get
        {
            lock (_lock)
                return _positions.Base;
        }
    }

    /// <summary>Whether the writer has ended it.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_lock)
                return _input == StreamInput.Ended;
        }
    }

    /// <summary>Whether it still takes data.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _input == StreamInput.Open;
        }
    }

    /// <summary>
    /// Whether a new session of the daemon can go on where this one was heard: always if the bytes are samples, else
    /// only at the first byte.
    /// </summary>
    public bool CanRestart => !_isWhole || Played == 0;

    /// <summary>Takes what the daemon has room for, in whole frames, and has it sent.</summary>
    /// <returns>The bytes taken; 0: wait for room; -1: nothing more is taken.</returns>
    public int Take(ReadOnlySpan<byte> data)
    {
        DaemonConnection? connection;
        int count;
        lock (_lock)
        {
            if (_input != StreamInput.Open)
                return -1;
            long room = Math.Max(0, _positions.Limit - _buffer.Written);
            count = (int)Math.Min(data.Length, Math.Min(_maxPayload, room));
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
            if (_input != StreamInput.Open)
                return;
            _input = StreamInput.Ended;
            connection = EnterQueue();
        }
        connection?.Ready(this);
        _room.Set();
    }

    /// <summary>Takes no more data and sends no end: the session is cancelled.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            if (_input == StreamInput.Open)
                _input = StreamInput.Refused;
        }
        _room.Set();
    }

    /// <summary>Takes and sends nothing more; returns its memory to the pool.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_input == StreamInput.Closed)
                return;
            (_input, _connection) = (StreamInput.Closed, null);
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
            if (_input == StreamInput.Closed)
                return true;
            if (!_positions.IsPossible(received, _buffer.Written))
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
            _buffer.Rewind(_positions.Base + received);
            _isEndSent = false;
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
            (_connection, _isQueued) = (null, false);
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
            if (_connection is null)
                return true;
            if (!_positions.TryDrop(received, _buffer.Written))
                return false;
            if (_positions.Received < _buffer.NextToSend)
            {
                _buffer.Rewind(_positions.Received);
                _isEndSent = false;
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
            _positions.Restart();
            _buffer.Rewind(_positions.Base);
            return _positions.Base;
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
            long offset = _buffer.NextToSend - _positions.Base;
            if (_buffer.TryLend(_positions.Limit, out Memory<byte> lent))
            {
                bool last = _input == StreamInput.Ended && _buffer.NextToSend == _buffer.Written;
                _isEndSent |= last;
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
            if (HasEndToSend)
            {
                _isEndSent = true;
                ChunkFrameWriter.WriteOverhead(
                    _endFrame,
                    _handle,
                    offset,
                    ChunkFrameFlags.EndOfStream,
                    payloadLength: 0
                );
                frame = _endFrame;
                return true;
            }
            _isQueued = false;
            return false;
        }
    }

    /// <inheritdoc/>
    public void FrameSent()
    {
        lock (_lock)
            _buffer.Sent();
    }

    /// <summary>Under the lock: whether everything was sent but the end.</summary>
    private bool HasEndToSend => _input == StreamInput.Ended && !_isEndSent && _buffer.NextToSend == _buffer.Written;

    /// <summary>Under the lock.</summary>
    private void Note(long received, long limit, long played)
    {
        _positions.Advance(received, limit, played, _buffer.Written);
        _buffer.Forget(KeepsFrom());
    }

    /// <summary>Under the lock: the first byte that may have to be sent again.</summary>
    private long KeepsFrom()
    {
        if (!_keepUnplayed || (_isWhole && _positions.Played > 0))
            return _positions.Received;
        return _positions.PlayedFrame;
    }

    /// <summary>
    /// Under the lock: the connection that must be told that there is something to send; null: it knows.
    /// </summary>
    private DaemonConnection? EnterQueue()
    {
        bool hasWork = _buffer.NextToSend < Math.Min(_buffer.Written, _positions.Limit) || HasEndToSend;
        if (_isQueued || !hasWork || _connection is null)
            return null;
        _isQueued = true;
        return _connection;
    }
}
