using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audio.Client.Tests.Fakes;

/// <summary>A TCP port that answers every HTTP request alike and keeps its connections, as a daemon's does.</summary>
internal sealed class FakePort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _accepting;
    private readonly List<Task> _connections = [];

    public FakePort(string status, string mediaType, string body)
    {
        _answer = Encoding.UTF8.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Type: {mediaType}\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public AudioDaemonEndpoint Endpoint =>
        AudioDaemonEndpoint.Parse($"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Done when every connection that came so far was closed by the client.</summary>
    public Task AllClosedAsync()
    {
        lock (_connections)
        {
            _connections.Should().NotBeEmpty();
            return Task.WhenAll(_connections).Within();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync();
                lock (_connections)
                    _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            var request = new StringBuilder();
            byte[] buffer = new byte[4096];
            while (await socket.ReceiveAsync(buffer) is > 0 and int count)
            {
                request.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                    continue;
                request.Clear();
                await socket.SendAsync(_answer);
            }
        }
    }
}
