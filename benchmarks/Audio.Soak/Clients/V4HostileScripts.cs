using System.Text;
using Audio.Hostile.Wires;
using Audio.LoadGenerator.Sockets;
using Audio.Protocol.V4;

namespace Audio.Soak.Clients;

/// <summary>Version 4 clients that send what nobody should, for a moment.</summary>
internal static class V4HostileScripts
{
    /// <summary>Hundreds of messages that cost nothing to send: empty chunks, unknown handles, pings.</summary>
    public static void Flood(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        if (V4Scripts.Start(turn, peer, Sound.Of(turn, 100)) is not { } session)
            return;
        ClientWire wire = peer.Wire;
        byte[] message = turn.Random.Next(4) switch
        {
            0 => wire.Binary(V4Peer.Frame(session.Handle, 0, [])),
            1 => wire.Binary(V4Peer.Frame(session.Handle + 1_000, 0, new byte[turn.Random.Next(100_000)])),
            2 when wire is WebSocketWire => WebSocketFrames.Mask(WebSocketWire.Ping, "are you there"u8).Frame,
            _ => wire.Text("""{"type":"ping"}"""u8),
        };
        for (int i = turn.Random.Next(100, 2_000); i > 0 && wire.End is null; i--)
        {
            wire.Send(message);
            if (i % 16 == 0)
                peer.Handle(TimeSpan.Zero);
        }
        peer.Ask(new V4Ping());
        V4Scripts.Leave(turn, peer);
    }

    /// <summary>Messages and frames that are wrong; the connection goes on, or ends for a reason.</summary>
    public static void Nonsense(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        ClientWire wire = peer.Wire;
        var sound = Sound.Of(turn, 400);
        if (V4Scripts.Start(turn, peer, sound) is not { } session)
            return;
        for (int i = turn.Random.Next(1, 20); i > 0; i--)
        {
            wire.Send(
                turn.Random.Next(6) switch
                {
                    0 => wire.Text("{"u8),
                    1 => wire.Text(
                        Encoding.UTF8.GetBytes("""{"type":"start_session","audioFormat":{"sampleRate":-1}}""")
                    ),
                    2 => wire.Binary(new byte[8]),
                    3 => wire.Binary(V4Peer.Frame(session.Handle, 1 << 20, new byte[10])), // a gap
                    4 => wire.Text("""{"type":"cancel_session","sessionId":"nobody"}"""u8),
                    _ => wire.Binary(V4Peer.Frame(session.Handle, 0, new byte[2_000_000])), // far past the limit
                }
            );
        }
        peer.Ask(new V4Ping());
        peer.Feed(session, sound, 7_777);
        V4Scripts.PlayedWhole(peer, session, sound);
        V4Scripts.Leave(turn, peer);
    }

    /// <summary>Bytes that are no message at all.</summary>
    public static void Garbage(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        V4Scripts.Start(turn, peer, Sound.Of(turn, 100));
        byte[] garbage = new byte[turn.Random.Next(1, 2_000)];
        turn.Random.NextBytes(garbage);
        peer.Wire.Send(garbage);
        try
        {
            peer.Handle(turn.UpTo(500));
        }
        catch (ConnectionOver)
        {
            return;
        }
        Departure.Die(turn, peer.Wire);
    }
}
