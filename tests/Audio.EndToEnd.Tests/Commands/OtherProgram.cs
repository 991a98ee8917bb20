using System.Net;
using System.Net.Sockets;

namespace Audio.EndToEnd.Tests.Commands;

/// <summary>
/// A program that is not a daemon and occupies a port: it closes every connection. Disposing of it releases the port;
/// doing so twice is harmless.
/// </summary>
internal sealed class OtherProgram : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _closing;

    public OtherProgram()
    {
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

    private async Task CloseAllAsync()
    {
        try
        {
            while (true)
                (await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken)).Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Stopped.
        }
    }
}
