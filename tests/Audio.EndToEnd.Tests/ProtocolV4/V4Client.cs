using System.Buffers.Binary;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV4;

/// <summary>
/// A hand-written version 4 client over a raw WebSocket. It follows the protocol page and uses none of our code.
/// </summary>
internal sealed class V4Client : IAsyncDisposable
{
    private V4Client(RawWebSocket socket, JsonElement welcome)
    {
        Socket = socket;
        Welcome = welcome;
    }

    public RawWebSocket Socket { get; }

    public JsonElement Welcome { get; }

    public string Token => Welcome.GetProperty("resumeToken").GetString()!;

    public static async Task<V4Client> ConnectAsync(DaemonProcess daemon, string protocols = "audio.v4")
    {
        RawWebSocket socket = await daemon.ConnectAsync(new RawHandshake { Protocols = protocols });
        socket.Response.Headers.GetValueOrDefault("Sec-WebSocket-Protocol").Should().Be("audio.v4");
        return new V4Client(socket, Json.Parse((await socket.ReceiveAsync()).Text));
    }

    /// <summary>Starts a session and returns its handle.</summary>
    public async Task<uint> StartAsync(string id, int rate = 48_000, int channels = 1, string encoding = "pcm_s16le")
    {
        JsonElement started = await AskAsync(
            $$$"""{"type":"start_session","requestId":"start","sessionId":"{{{id}}}","audioFormat":"""
                + $$$"""{"format":"pcm","sampleRate":{{{rate}}},"channels":"""
                + $$$"""{{{channels}}},"encoding":"{{{encoding}}}"}}""",
            "session_started"
        );
        started.GetProperty("requestId").GetString().Should().Be("start");
        return started.GetProperty("handle").GetUInt32();
    }

    /// <summary>Sends one chunk frame.</summary>
    public ValueTask SendAsync(uint handle, long offset, ReadOnlySpan<byte> payload, bool end = false) =>
        Socket.SendBinaryAsync(Frame(handle, offset, payload, end));

    /// <summary>Sends a stream from an offset on, in frames, and ends it.</summary>
    public async Task SendAllAsync(uint handle, byte[] stream, int from = 0, int frameBytes = 4_000)
    {
        for (int at = from; at < stream.Length; at += frameBytes)
        {
            await SendAsync(
                handle,
                at,
                stream.AsSpan(at, Math.Min(frameBytes, stream.Length - at)),
                end: at + frameBytes >= stream.Length
            );
        }
    }

    public async Task<JsonElement> AskAsync(string message, string replyType)
    {
        await Socket.SendTextAsync(message);
        return await ExpectAsync(replyType);
    }

    /// <summary>Reads on to the next message of a type.</summary>
    public async Task<JsonElement> ExpectAsync(string type)
    {
        while (true)
        {
            RawFrame frame = await Socket.ReceiveAsync();
            frame.OpCode.Should().Be(RawOpCode.Text, $"{type} was due, not '{frame.CloseReason}'");
            JsonElement message = Json.Parse(frame.Text);
            if (Json.Type(message) == type)
                return message;
            Json.Type(message).Should().NotBe("error", $"{type} was due, not {frame.Text}");
        }
    }

    public static byte[] Frame(uint handle, long offset, ReadOnlySpan<byte> payload, bool end)
    {
        byte[] frame = new byte[16 + payload.Length];
        frame[0] = 4;
        frame[1] = end ? (byte)1 : (byte)0;
        frame[2] = 16;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), handle);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(8), offset);
        payload.CopyTo(frame.AsSpan(16));
        return frame;
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();
}
