using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests;

/// <summary>
/// A version 3 client like the existing programs, over a raw WebSocket. It follows the protocol page and uses none of
/// our code.
/// </summary>
internal sealed class V3Client : IAsyncDisposable
{
    private V3Client(RawWebSocket socket, string welcome)
    {
        Socket = socket;
        Welcome = welcome;
        Id = Json.Parse(welcome).GetProperty("clientId").GetString()!;
    }

    /// <summary>Its connection.</summary>
    public RawWebSocket Socket { get; }

    /// <summary>The first message, as it came.</summary>
    public string Welcome { get; }

    /// <summary>Its <c>clientId</c>.</summary>
    public string Id { get; }

    /// <summary>Connects and reads the welcome.</summary>
    public static async Task<V3Client> ConnectAsync(DaemonProcess daemon, RawHandshake? handshake = null)
    {
        RawWebSocket socket = await daemon.ConnectAsync(handshake);
        RawFrame welcome = await socket.ReceiveAsync();
        welcome.OpCode.Should().Be(RawOpCode.Text);
        return new V3Client(socket, welcome.Text);
    }

    /// <summary>Sends a message.</summary>
    public ValueTask SendAsync(string message) => Socket.SendTextAsync(message);

    /// <summary>
    /// The next message, which must be a text. A client that has said nothing for 1.5 s is greeted for version 2, too:
    /// clients of version 3 ignore that.
    /// </summary>
    public async Task<JsonElement> ReceiveAsync()
    {
        while (true)
        {
            RawFrame message = await Socket.ReceiveAsync();
            message.OpCode.Should().Be(RawOpCode.Text, $"a message was due, not '{message.CloseReason}'");
            JsonElement json = Json.Parse(message.Text);
            bool isGreeting = Json.Type(json) == "status" && json.TryGetProperty("data", out _);
            if (!isGreeting)
                return json;
        }
    }

    /// <summary>Sends a message and reads the answer.</summary>
    public async Task<JsonElement> AskAsync(string message)
    {
        await SendAsync(message);
        return await ReceiveAsync();
    }

    /// <summary>
    /// Checks that the daemon has processed everything so far and has sent nothing beyond what was received.
    /// </summary>
    public async Task SettleAsync() =>
        Json.Type(await AskAsync("""{"type":"ping","timestamp":1}"""))
            .Should()
            .Be("pong", "nothing else was to be answered");

    /// <summary>Starts a session.</summary>
    public async Task StartAsync(int rate, int channels, int bits, string format = "pcm") =>
        Json.Type(await AskAsync(Start(rate, channels, bits, format))).Should().Be("session_started");

    /// <summary>Sends a chunk in base64.</summary>
    public ValueTask SendChunkAsync(ReadOnlySpan<byte> bytes) => SendAsync(Chunk(bytes));

    /// <summary>
    /// Sends bytes in chunks, one frame each, as fast as the daemon takes them. All frames are built before the first
    /// is sent, so that a suspension of the machine is less likely to delay a chunk.
    /// </summary>
    public async Task SendAllAsync(ReadOnlyMemory<byte> bytes, int chunkBytes = 4_800)
    {
        var frames = new List<byte>();
        for (int at = 0; at < bytes.Length; at += chunkBytes)
        {
            frames.AddRange(
                RawWebSocket.Encode(
                    RawOpCode.Text,
                    Encoding.UTF8.GetBytes(Chunk(bytes.Span[at..Math.Min(bytes.Length, at + chunkBytes)]))
                )
            );
        }

        await Socket.SendBytesAsync(frames.ToArray());
    }

    /// <summary>Stops the session and returns its stats.</summary>
    public async Task<JsonElement> StopAsync()
    {
        JsonElement stopped = await AskAsync("""{"type":"stop_session"}""");
        Json.Type(stopped).Should().Be("session_stopped");
        return stopped.GetProperty("stats");
    }

    /// <summary>Closes like the documented client.</summary>
    public async Task DisconnectAsync() =>
        (await Socket.CloseAsync(1000, "Client disconnecting")).CloseCode.Should().Be(1000);

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    public static string Start(int rate, int channels, int bits, string format = "pcm") =>
        $$$"""{"type":"start_session","audioFormat":{"format":"{{{format}}}","sampleRate":"""
        + $$$"""{{{rate}}},"channels":{{{channels}}},"bitDepth":{{{bits}}}}}""";

    public static string Chunk(ReadOnlySpan<byte> bytes) =>
        $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(bytes)}}","encoding":"""
        + "\"base64\",\"timestamp\":1755450000000}";
}
