using Audio.Protocol.V4;

namespace Audio.Soak.Clients;

/// <summary>Version 4 clients that lose their connection in every state, and those that come back.</summary>
internal static class V4LossScripts
{
    /// <summary>What brings a client to one of the states in which it may die.</summary>
    private static readonly Action<Turn, V4Peer>[] States =
    [
        static (_, _) => { },
        StartUnread,
        static (turn, peer) => V4Scripts.Start(turn, peer, Sound.Of(turn, 100)),
        Fed,
        Playing,
        PausedFull,
        Queued,
        Cancelled,
        RepliesUnread,
        static (_, peer) => peer.Say(new V4Resume { Token = peer.Token }),
    ];

    /// <summary>Dies in one of the states that a client can be in.</summary>
    public static void Die(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        peer.KeepsPlaying = false;
        turn.Pick(States)(turn, peer);
        Departure.Die(turn, peer.Wire);
    }

    /// <summary>Loses the connection, comes back, and sends the rest: all of it is played.</summary>
    public static void ComeBack(Turn turn)
    {
        using var lost = V4Peer.Open(turn, turn.Chance(0.5));
        var sound = Sound.Of(turn, 1_500);
        if (V4Scripts.Start(turn, lost, sound) is not { } session)
            return;
        lost.SendPart(session, turn.Random.Next(sound.Bytes));
        bool isOpen = turn.Chance(0.3); // the old connection is cut by the daemon then
        if (isOpen)
            RepliesUnread(turn, lost);
        else
            Departure.Die(turn, lost.Wire);
        if (turn.Chance(0.2))
            turn.Idle(turn.UpTo(4_000));
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        if (!peer.Resume(lost))
            return; // it came too late
        peer.Feed(session, sound, 10_000);
        V4Scripts.PlayedWhole(peer, session, sound);
        V4Scripts.Leave(turn, peer);
    }

    /// <summary>Two or three connections that resume each other at the same time: each is answered or closed.</summary>
    public static void Crosswise(Turn turn)
    {
        var peers = new List<V4Peer>();
        try
        {
            for (int i = turn.Random.Next(2, 4); i > 0; i--)
                peers.Add(V4Peer.Open(turn, turn.Chance(0.5)));
            for (int i = 0; i < peers.Count; i++)
                peers[i].Say(new V4Resume { Token = peers[(i + 1) % peers.Count].Token, RequestId = "ring" });
            foreach (V4Peer peer in peers)
                peer.AwaitReplyOrEnd("ring");
            foreach (V4Peer peer in peers.Where(static peer => peer.Wire.End is null))
            {
                peer.Say(new V4Ping { RequestId = "after" });
                peer.AwaitReplyOrEnd("after");
            }
        }
        finally
        {
            foreach (V4Peer peer in peers)
                peer.Dispose();
        }
    }

    private static void StartUnread(Turn turn, V4Peer peer) =>
        peer.Say(
            new V4StartSession
            {
                AudioFormat = V4AudioFormat.Of(Sound.Of(turn, 100).Format),
                SessionId = turn.OwnName(),
            }
        );

    private static void Fed(Turn turn, V4Peer peer)
    {
        var sound = Sound.Of(turn, 2_000);
        if (V4Scripts.Start(turn, peer, sound) is { } session)
            peer.SendPart(session, turn.Random.Next(sound.Bytes));
    }

    private static void Playing(Turn turn, V4Peer peer)
    {
        var sound = Sound.Of(turn, 1_500);
        if (V4Scripts.Start(turn, peer, sound) is not { } session)
            return;
        peer.Feed(session, sound, 10_000, untilFull: true);
        peer.Handle(turn.UpTo(400));
    }

    private static void PausedFull(Turn turn, V4Peer peer)
    {
        var sound = Sound.Of(turn, 6_000);
        if (V4Scripts.Start(turn, peer, sound) is not { } session)
            return;
        peer.Ask(new V4PauseSession { SessionId = session.Id });
        peer.Feed(session, sound, 30_000, untilFull: true);
    }

    private static void Queued(Turn turn, V4Peer peer)
    {
        string channel = turn.OwnName();
        for (int i = 0; i < 3; i++)
        {
            var sound = Sound.Of(turn, 800);
            PeerSession? session = peer.Start(sound.Format, turn.OwnName(), start =>
                start with
                {
                    Channel = channel,
                    Overlap = "queue",
                }
            );
            if (session is not null)
                peer.Feed(session, sound, 10_000, untilFull: true);
        }
    }

    private static void Cancelled(Turn turn, V4Peer peer)
    {
        Playing(turn, peer);
        foreach (PeerSession session in peer.Sessions)
            peer.Say(new V4CancelSession { SessionId = session.Id });
    }

    private static void RepliesUnread(Turn turn, V4Peer peer)
    {
        for (int i = turn.Random.Next(500); i > 0; i--)
            peer.Say(new V4GetStatus());
    }
}
