using System.Net;
using System.Net.Sockets;

namespace Audio.Hostile.Wires;

/// <summary>
/// A client's connection, written by hand so that it can also misbehave: messages, raw bytes, and every way to go. One
/// thread.
/// </summary>
/// <param name="socket">The connected socket, which it owns.</param>
internal abstract class ClientWire(Socket socket) : IDisposable
{
    private const int TcpRepair = 19; // TCP_REPAIR of Linux: a socket that closes without a packet

    /// <summary>Far longer than a daemon leaves anything unread that it has to read.</summary>
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(60);

    private byte[] _in = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>How the daemon ended it; <see langword="null"/> while it is open.</summary>
    public WireEnd? End { get; private set; }

    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>Connects to the port of a daemon on this machine.</summary>
    public static Socket Connect(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return Connect(socket, new IPEndPoint(IPAddress.Loopback, port));
    }

    /// <summary>Connects to a local socket.</summary>
    public static Socket Connect(string path) =>
        Connect(
            new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified),
            new UnixDomainSocketEndPoint(path)
        );

    /// <summary>The bytes of a message in JSON.</summary>
    public abstract byte[] Text(ReadOnlySpan<byte> json);

    /// <summary>The bytes of a message that is a chunk frame.</summary>
    public abstract byte[] Binary(ReadOnlySpan<byte> frame);

    /// <summary>Says goodbye as the protocol has it, if it has it.</summary>
    public abstract void Leave();

    /// <summary>Sends a message in JSON.</summary>
    public void Say(ReadOnlySpan<byte> json) => Send(Text(json));

    /// <summary>Sends raw bytes. After the end of the connection it does nothing.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && End is null)
        {
            int sent = 0;
            if (!socket.Poll(SendLimit, SelectMode.SelectWrite))
                throw new TimeoutException($"The daemon has read nothing for {SendLimit.TotalSeconds:0} s.");
            socket.Blocking = false;
            try
            {
                sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
                if (error is not (SocketError.Success or SocketError.WouldBlock))
                    Ended(null, error.ToString());
            }
            finally
            {
                socket.Blocking = true;
            }
            bytes = bytes[sent..];
        }
    }

    /// <summary>The next message.</summary>
    /// <param name="limit">How long to wait for it.</param>
    /// <returns><see langword="null"/> if there is none by then, or the connection has ended.</returns>
    public byte[]? Receive(TimeSpan limit)
    {
        long deadline =
            TimeProvider.System.GetTimestamp() + (long)(limit.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (true)
        {
            if (TryTake(_in.AsSpan(_start.._end), out byte[]? message) is var taken and > 0)
            {
                _start += taken;
                if (message is not null)
                    return message;
                continue;
            }
            TimeSpan left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), deadline);
            if (End is not null || !Fill(left > TimeSpan.Zero ? left : TimeSpan.Zero))
                return null;
        }
    }

    /// <summary>Ends it with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }

    /// <summary>Says that nothing more comes, and leaves the other direction open.</summary>
    public void Finish()
    {
        if (End is null)
            socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Goes without a word, as a machine that loses its power: only a keep-alive can notice.</summary>
    /// <remarks>Where the system does not allow it, or the socket is a local one, it is a reset.</remarks>
    public void Vanish()
    {
        try
        {
            Span<byte> on = [1, 0, 0, 0];
            socket.SetRawSocketOption((int)ProtocolType.Tcp, TcpRepair, on);
            socket.Close();
        }
        catch (SocketException)
        {
            Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    /// <summary>Takes one message from the front of what was received.</summary>
    /// <returns>The bytes taken; 0 if no message is complete.</returns>
    protected abstract int TryTake(ReadOnlySpan<byte> received, out byte[]? message);

    /// <summary>The daemon has ended it.</summary>
    protected void Ended(int? code, string reason) => End ??= new WireEnd(code, reason);

    private static Socket Connect(Socket socket, EndPoint daemon)
    {
        try
        {
            socket.Connect(daemon);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool Fill(TimeSpan limit)
    {
        if (!socket.Poll(limit, SelectMode.SelectRead))
            return false;
        if (_start == _end)
            _start = _end = 0;
        if (_end == _in.Length)
        {
            byte[] room = _start > _in.Length / 2 ? _in : new byte[2 * _in.Length];
            _in.AsSpan(_start.._end).CopyTo(room);
            (_in, _start, _end) = (room, 0, _end - _start);
        }
        int count = socket.Receive(_in.AsSpan(_end), SocketFlags.None, out SocketError error);
        _end += count;
        if (count == 0)
            Ended(null, error == SocketError.Success ? "the end of the stream" : error.ToString());
        return count > 0;
    }
}
