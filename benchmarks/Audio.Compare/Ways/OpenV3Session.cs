using System.Net.WebSockets;
using System.Text;

namespace Audio.Compare.Ways;

/// <summary>The same by version 3: the chunk is base64 in JSON.</summary>
internal sealed class OpenV3Session(Ground ground, byte[] samples) : IWay
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _received = new byte[16 * 1024];
    private readonly byte[] _chunk = Encoding.UTF8.GetBytes(
        $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(samples)}}","encoding":"base64"}"""
    );

    public string Name => "audiod, open session, v3";

    public bool IsOurs => true;

    public bool StartsProgram => false;

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _socket.Options.Proxy = null;
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{ground.Port}/"), cancellationToken);
        await ReceiveAsync(cancellationToken);
        await SendAsync(
            Encoding.UTF8.GetBytes(
                """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":"""
                    + $$$"""{{{Ground.SampleRate}}},"channels":1,"bitDepth":16}}"""
            ),
            cancellationToken
        );
        await ReceiveAsync(cancellationToken);
    }

    public Task RequestAsync(CancellationToken cancellationToken) => SendAsync(_chunk, cancellationToken);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(byte[] message, CancellationToken cancellationToken) =>
        _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        WebSocketReceiveResult result = await _socket.ReceiveAsync(_received, cancellationToken);
        if (result.MessageType != WebSocketMessageType.Text)
            throw new InvalidOperationException($"The daemon closed the connection: {result.CloseStatusDescription}");
    }
}
