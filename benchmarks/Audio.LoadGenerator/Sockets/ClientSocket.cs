using System.Net;
using System.Net.Sockets;

namespace Audio.LoadGenerator.Sockets;

/// <summary>A non-blocking connection to the daemon: data is gathered and sent in one call. One thread.</summary>
internal sealed class ClientSocket : IDisposable
{
    /// <summary>How much the daemon may leave unread before it counts as a fault.</summary>
    private const int MaxUnsent = 4 * 1024 * 1024;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private byte[] _out = new byte[4 * 1024];
    private int _outStart;
    private int _outEnd;
    private byte[] _in = new byte[4 * 1024];
    private int _inStart;
    private int _inEnd;

    /// <summary>Connects. Only this blocks.</summary>
    public ClientSocket(int port)
    {
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        _socket.Blocking = false;
    }

    /// <summary>The socket itself, to be watched.</summary>
    public Socket Socket => _socket;

    /// <summary>Received data that has not been consumed.</summary>
    public ReadOnlySpan<byte> Received => _in.AsSpan(_inStart.._inEnd);

    /// <summary>Whether something waits for <see cref="Flush"/>.</summary>
    public bool HasUnsent => _outStart < _outEnd;

    /// <summary>Reserves room after the data to send; then call <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int bytes)
    {
        if (_out.Length - _outEnd < bytes)
        {
            int unsent = _outEnd - _outStart;
            if (unsent > MaxUnsent)
                throw new IOException($"The daemon has left {unsent} bytes unread.");
            byte[] larger = unsent + bytes <= _out.Length ? _out : new byte[2 * (unsent + bytes)];
            _out.AsSpan(_outStart.._outEnd).CopyTo(larger);
            (_out, _outStart, _outEnd) = (larger, 0, unsent);
        }
        return _out.AsSpan(_outEnd, bytes);
    }

    /// <summary>Commits bytes written to <see cref="Reserve"/>.</summary>
    public void Advance(int bytes) => _outEnd += bytes;

    /// <summary>Queues bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Sends as much as the system takes; the rest stays queued.</summary>
    public void Flush()
    {
        while (_outStart < _outEnd)
        {
            int sent = _socket.Send(_out.AsSpan(_outStart.._outEnd), SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
                return;
            if (error != SocketError.Success)
                throw new IOException($"The connection broke: {error}.");
            _outStart += sent;
        }
        _outStart = _outEnd = 0;
    }

    /// <summary>Reads once what is available.</summary>
    /// <returns>Whether the peer still sends.</returns>
    public bool Receive()
    {
        if (_in.Length - _inEnd < 1024)
        {
            int held = _inEnd - _inStart;
            byte[] larger = held < _in.Length / 2 ? _in : new byte[2 * _in.Length];
            _in.AsSpan(_inStart.._inEnd).CopyTo(larger);
            (_in, _inStart, _inEnd) = (larger, 0, held);
        }
        int count = _socket.Receive(_in.AsSpan(_inEnd), SocketFlags.None, out SocketError error);
        _inEnd += count;
        return error == SocketError.WouldBlock || (error == SocketError.Success && count > 0);
    }

    /// <summary>Consumes bytes of <see cref="Received"/>.</summary>
    public void Consume(int bytes)
    {
        _inStart += bytes;
        if (_inStart == _inEnd)
            _inStart = _inEnd = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
