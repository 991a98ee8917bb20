using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audio.Testing.Sockets;

/// <summary>A request with a chunked body that the test sends piece by piece.</summary>
public sealed class RawUpload : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private RawUpload(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket);
    }

    /// <summary>Sends the head.</summary>
    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="headers">Whole lines in addition to Host and Transfer-Encoding.</param>
    public static async Task<RawUpload> BeginAsync(int port, string target, params string[] headers)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        var upload = new RawUpload(socket);
        string[] lines =
        [
            $"POST {target} HTTP/1.1",
            $"Host: localhost:{port}",
            "Transfer-Encoding: chunked",
            .. headers,
        ];
        await upload._stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines) + "\r\n\r\n"));
        return upload;
    }

    /// <summary>Sends a piece of the body.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        await _stream.WriteAsync(
            (byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes.Span, .. "\r\n"u8]
        );

    /// <summary>Sends a malformed chunk.</summary>
    public async Task SendRawAsync(string text) => await _stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Ends the body.</summary>
    public async Task EndAsync() => await _stream.WriteAsync("0\r\n\r\n"u8.ToArray());

    /// <summary>Waits for the answer.</summary>
    public async Task<RawResponse> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        return await RawHttp.ReadResponseAsync(_stream, limit.Token);
    }

    /// <summary>Closes the connection, with a reset if requested.</summary>
    public void Close(bool reset = false)
    {
        if (reset)
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
