using System.Net;
using System.Net.Sockets;

namespace Audio.EndToEnd.Tests.Sound.RealTime;

/// <summary>An HTTP server that has one stream, which the test sends piece by piece, for the first who asks.</summary>
internal sealed class RealTimeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private TcpClient? _client;

    public RealTimeServer() => _listener.Start();

    /// <summary>The address of the stream.</summary>
    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/stream";

    /// <summary>Waits for a request, and answers with the head.</summary>
    /// <returns>Whether one came within the limit.</returns>
    public async Task<bool> AcceptAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within, TimeProvider.System);
        try
        {
            _client = await _listener.AcceptTcpClientAsync(limit.Token);
            _client.NoDelay = true;
            using var request = new StreamReader(_client.GetStream(), leaveOpen: true);
            while (!string.IsNullOrEmpty(await request.ReadLineAsync(limit.Token)))
            {
                // The player's headers do not matter.
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        await SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray());
        return true;
    }

    /// <summary>Sends the next bytes, unless the player never came or has gone.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_client is null)
            return;
        try
        {
            await _client.GetStream().WriteAsync(bytes);
        }
        catch (IOException)
        {
            // What it has played is in the recording.
        }
    }

    /// <summary>Ends the stream.</summary>
    public void End() => _client?.Close();

    public void Dispose()
    {
        _client?.Dispose();
        _listener.Dispose();
    }
}
