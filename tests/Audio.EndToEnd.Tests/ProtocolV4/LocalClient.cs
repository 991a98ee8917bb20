using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>
/// A hand-written version 4 client for the daemon's Unix socket. It follows the protocol page and uses none of our
/// code.
/// </summary>
internal sealed class LocalClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly NetworkStream _stream;

    private LocalClient(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    public static async Task<LocalClient> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return new LocalClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one message in JSON.</summary>
    public ValueTask SendTextAsync(string json) => SendAsync(kind: 0, Encoding.UTF8.GetBytes(json));

    /// <summary>Sends one chunk frame.</summary>
    public ValueTask SendAsync(uint handle, long offset, ReadOnlySpan<byte> payload, bool end = false) =>
        SendAsync(kind: 1, V4Client.Frame(handle, offset, payload, end));

    /// <summary>The daemon's next message.</summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        byte[] prefix = new byte[5];
        await _stream.ReadExactlyAsync(prefix, limit.Token);
        prefix[4].Should().Be(0, "the daemon says JSON");
        byte[] body = new byte[BinaryPrimitives.ReadUInt32LittleEndian(prefix)];
        await _stream.ReadExactlyAsync(body, limit.Token);
        return Json.Parse(Encoding.UTF8.GetString(body));
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private ValueTask SendAsync(byte kind, byte[] body)
    {
        byte[] message = new byte[5 + body.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, (uint)body.Length);
        message[4] = kind;
        body.CopyTo(message, 5);
        return _stream.WriteAsync(message);
    }
}
