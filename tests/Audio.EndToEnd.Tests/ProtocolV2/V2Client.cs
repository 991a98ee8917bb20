using System.Text;
using System.Text.Json;
using Audio.Testing.Daemon;
using Audio.Testing.Sockets;

namespace Audio.EndToEnd.Tests.ProtocolV2;

/// <summary>
/// A version 2 client like the extension's, over a raw WebSocket. It follows the protocol page and uses none of our
/// code.
/// </summary>
internal sealed class V2Client : IAsyncDisposable
{
    private readonly List<JsonElement> _received = [];

    private V2Client(RawWebSocket socket, string id)
    {
        Socket = socket;
        Id = id;
    }

    public RawWebSocket Socket { get; }

    /// <summary>The name by which the daemon calls it.</summary>
    public string Id { get; }

    /// <summary>Everything that it was sent and has read, in order.</summary>
    public IReadOnlyList<JsonElement> Received => _received;

    public static async Task<V2Client> ConnectAsync(DaemonProcess daemon, RawHandshake? handshake = null)
    {
        RawWebSocket socket = await daemon.ConnectAsync(handshake);
        RawFrame welcome = await socket.ReceiveAsync();
        return new V2Client(socket, Json.Parse(welcome.Text).GetProperty("clientId").GetString()!);
    }

    /// <summary>Sends messages in one packet.</summary>
    public ValueTask SayAsync(params IEnumerable<string> messages) =>
        Socket.SendBytesAsync(
            (byte[])[.. messages.SelectMany(text => RawWebSocket.Encode(RawOpCode.Text, Encoding.UTF8.GetBytes(text)))]
        );

    /// <summary>The next message of this type; those before it are only kept.</summary>
    public async Task<JsonElement> NextAsync(string type)
    {
        JsonElement message = await ReceiveAsync();
        while (Json.Type(message) != type)
            message = await ReceiveAsync();
        return message;
    }

    /// <summary>
    /// Waits like the extension: for <c>completed</c>, or for a status that says <c>idle</c> with an empty buffer.
    /// </summary>
    /// <returns>The message that ended the wait.</returns>
    public async Task<JsonElement> WaitAsync()
    {
        JsonElement message = await ReceiveAsync();
        while (!EndsWait(message))
            message = await ReceiveAsync();
        return message;
    }

    /// <summary>The status with which a client that has said nothing is greeted.</summary>
    public async Task<JsonElement> GreetingAsync()
    {
        JsonElement greeting = Json.Parse((await Socket.ReceiveAsync()).Text);
        (Json.Type(greeting), greeting.TryGetProperty("clientId", out _)).Should().Be(("status", true));
        return greeting;
    }

    private static bool EndsWait(JsonElement message)
    {
        if (Json.Type(message) is "completed" or "error")
            return true;
        JsonElement data = message.GetProperty("data");
        return Json.Type(message) == "status"
            && data.GetProperty("state").GetString() == "idle"
            && data.GetProperty("bufferUtilization").GetDouble() < 0.01;
    }

    /// <summary>The next message but the greeting, which comes before anything was said.</summary>
    private async Task<JsonElement> ReceiveAsync()
    {
        while (true)
        {
            RawFrame frame = await Socket.ReceiveAsync();
            frame.OpCode.Should().Be(RawOpCode.Text, $"a message was due, not '{frame.CloseReason}'");
            JsonElement message = Json.Parse(frame.Text);
            if (message.TryGetProperty("clientId", out _))
                continue;
            _received.Add(message);
            return message;
        }
    }

    public ValueTask DisposeAsync() => Socket.DisposeAsync();

    public static string Control(string action) =>
        $$$"""{"type":"control","timestamp":1795985115619,"data":{"action":"{{{action}}}"}}""";

    /// <summary>A chunk as the extension writes it: an object of numbers.</summary>
    public static string Chunk(ReadOnlySpan<byte> bytes, int sequence = 0)
    {
        var text = new StringBuilder("{\"type\":\"audio_chunk\",\"timestamp\":1795985115699,\"data\":{\"chunk\":{");
        for (int i = 0; i < bytes.Length; i++)
            text.Append(i == 0 ? "\"" : ",\"").Append(i).Append("\":").Append(bytes[i]);
        return text.Append("},\"sequence\":").Append(sequence).Append("}}").ToString();
    }

    /// <summary>Sound without a sample of 0, so that silence can be told from it.</summary>
    public static short[] Loud(int samples, int seed)
    {
        var random = new Random(seed);
        short[] sound = new short[samples];
        for (int i = 0; i < samples; i++)
            sound[i] = (short)(random.Next(1, 20_000) * ((i & 64) == 0 ? 1 : -1));
        return sound;
    }

    /// <summary>Chunks of this length, with their sequence.</summary>
    public static IEnumerable<string> Chunks(byte[] bytes, int chunkBytes) =>
        bytes.Chunk(chunkBytes).Select((chunk, i) => Chunk(chunk, i));
}
