using System.Text;
using System.Text.Json;
using Audio.LoadGenerator.Measuring;
using Audio.LoadGenerator.Sockets;

namespace Audio.LoadGenerator.Clients;

/// <summary>
/// A version 3 client and its session. It sends a ping after its first chunk; the pong tells when the chunk was taken.
/// </summary>
internal sealed class V3LoadConnection : WebSocketConnection
{
    private readonly byte[] _chunk;
    private Speaker? _speaker;
    private bool _started;
    private string? _clientId;

    public V3LoadConnection(LoadOptions options, Recorder recorder)
        : base(options, recorder, subprotocol: null) =>
        _chunk = WebSocketFrames
            .Mask(WebSocketFrames.Text, Encoding.ASCII.GetBytes(ChunkMessage(Tone.Chunk(options))))
            .Frame;

    /// <inheritdoc/>
    public override bool IsReady(Speaker speaker) => _started;

    /// <inheritdoc/>
    public override void Open(Speaker speaker)
    {
        _speaker = speaker;
        Say(
            Encoding.ASCII.GetBytes(
                """{"type":"start_session","audioFormat":{"format":"pcm","sampleRate":"""
                    + $$$"""{{{Options.Rate}}},"channels":{{{Options.Channels}}},"bitDepth":16}}"""
            )
        );
    }

    /// <inheritdoc/>
    public override void Send(Speaker speaker, int chunks)
    {
        for (int i = 0; i < chunks; i++)
        {
            Socket!.Append(_chunk);
            if (speaker.Sent + i == 0)
                Say("""{"type":"ping"}"""u8);
        }
    }

    /// <inheritdoc/>
    public override void End(Speaker speaker) => Say("""{"type":"stop_session"}"""u8);

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> json, long now)
    {
        using var message = JsonDocument.Parse(json.ToArray());
        switch (message.RootElement.GetProperty("type").GetString())
        {
            case "welcome":
                _clientId = message.RootElement.GetProperty("clientId").GetString();
                break;
            case "session_started":
                _started = true;
                break;
            case "pong" when _speaker is not null:
                Recorder.Taken(_speaker, _clientId!, now);
                break;
            case "session_stopped" when _speaker is { } speaker:
                _speaker = null;
                _started = false;
                Recorder.Stopped(
                    speaker,
                    message.RootElement.GetProperty("stats").GetProperty("bytesReceived").GetInt64()
                );
                break;
            case "error":
                Recorder.Fault(message.RootElement.GetProperty("error").GetString()!);
                break;
        }
    }

    private static string ChunkMessage(byte[] chunk) =>
        $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(chunk)}}","encoding":"base64"}""";
}
