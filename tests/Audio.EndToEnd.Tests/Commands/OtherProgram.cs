using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// A program that is not a daemon of ours and occupies a port: it closes every connection. Disposing of it releases the
/// port; doing so twice is harmless.
/// </summary>
internal sealed class OtherProgram : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _closing;

    /// <param name="json">What it answers before, whatever it was asked; empty: nothing.</param>
    public OtherProgram(string json = "")
    {
        _answer =
            json.Length == 0
                ? []
                : Encoding.UTF8.GetBytes(
                    $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"
                );
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _closing = CloseAllAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _closing;
    }

    private async Task AnswerAsync()
    {
        using Socket socket = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        if (_answer.Length == 0)
            return;
        await socket.ReceiveAsync(new byte[4096], TestContext.Current.CancellationToken);
        await socket.SendAsync(_answer, TestContext.Current.CancellationToken);
        socket.Shutdown(SocketShutdown.Send);
    }

    private async Task CloseAllAsync()
    {
        try
        {
            while (true)
                await AnswerAsync();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Stopped.
        }
    }
}
