using System.Text;
using System.Text.Json;
using Audio.Hostile.Wires;

namespace Audio.Soak.Clients;

/// <summary>A version 3 client written by hand. One thread.</summary>
internal sealed class V3Peer : IDisposable
{
    private readonly Turn _turn;
    private string _clientId = "";

    private V3Peer(Turn turn, WebSocketWire wire)
    {
        _turn = turn;
        Wire = wire;
    }

    /// <summary>Its connection.</summary>
    public WebSocketWire Wire { get; }

    /// <summary>Connects.</summary>
    public static V3Peer Open(Turn turn)
    {
        WebSocketWire wire;
        try
        {
            wire = WebSocketWire.Open(turn.Target.Port, subprotocol: null);
        }
        catch (IOException e)
        {
            throw new ConnectionOver(e.Message);
        }
        var peer = new V3Peer(turn, wire);
        try
        {
            peer._clientId = peer.Await("welcome").GetProperty("clientId").GetString()!;
            return peer;
        }
        catch
        {
            peer.Dispose();
            throw;
        }
    }

    /// <summary>Starts a session, in place of the one it has.</summary>
    /// <returns>Whether it was accepted.</returns>
    public bool Start(Sound sound)
    {
        int bits = 8 * sound.Format.BytesPerSample;
        Say(
            $$$"""{"type":"start_session","audioFormat":{"sampleRate":{{{sound.Format.SampleRate}}},"""
                + $$$""" "channels":{{{sound.Format.Channels}}},"bitDepth":{{{bits}}}}}"""
        );
        bool isAccepted = Await("session_started", orError: true).GetProperty("type").GetString() != "error";
        if (isAccepted)
            _turn.Ledger.AcceptV3(_clientId);
        return isAccepted;
    }

    /// <summary>Sends a part of a stream.</summary>
    public void Chunk(long offset, int bytes) =>
        Say($$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(Sound.At(offset, bytes))}}"}""");

    /// <summary>Sends a stream as fast as it is taken.</summary>
    public void Feed(Sound sound, int chunkBytes)
    {
        for (int at = 0; at < sound.Bytes; at += chunkBytes)
            Chunk(at, Math.Min(chunkBytes, sound.Bytes - at));
    }

    /// <summary>Stops the session and waits for the reply.</summary>
    /// <returns>How many bytes were received.</returns>
    public long Stop(bool cancel)
    {
        Say(cancel ? """{"type":"stop_session","mode":"cancel"}""" : """{"type":"stop_session"}""");
        return Await("session_stopped").GetProperty("stats").GetProperty("bytesReceived").GetInt64();
    }

    /// <summary>Waits for the answer to a ping.</summary>
    public void Ping()
    {
        Say("""{"type":"ping"}""");
        Await("pong");
    }

    /// <summary>Sends a message.</summary>
    public void Say(string json) => Wire.Say(Encoding.UTF8.GetBytes(json));

    /// <inheritdoc/>
    public void Dispose() => Wire.Dispose();

    private JsonElement Await(string type, bool orError = false)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Turn.Patience)
        {
            if (Wire.Receive(Turn.Patience) is { } json)
            {
                var message = JsonElement.Parse(json);
                string? received = message.GetProperty("type").GetString();
                if (received == type || (orError && received == "error"))
                    return message;
            }
            else if (Wire.End is { } end)
            {
                throw ConnectionOver.Of(end);
            }
        }
        throw new SoakFault($"{_clientId} (version 3) waits for {type} since {Turn.Patience.TotalSeconds:0} s.");
    }
}
