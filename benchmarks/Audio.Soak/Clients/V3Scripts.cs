namespace Audio.Soak.Clients;

/// <summary>Version 3 clients.</summary>
internal static class V3Scripts
{
    /// <summary>Sends as fast as it can, stops, and leaves: the daemon has every byte.</summary>
    public static void Speak(Turn turn)
    {
        using var peer = V3Peer.Open(turn);
        for (int i = turn.Random.Next(1, 4); i > 0; i--)
        {
            var sound = Sound.Of(turn, 1_000);
            if (!peer.Start(sound))
                continue;
            peer.Feed(sound, turn.Random.Next(1_000, 30_000));
            long received = peer.Stop(cancel: false);
            if (received != sound.Bytes)
                throw new SoakFault($"Of {sound.Bytes} bytes of version 3 {received} were received.");
        }
        if (turn.Chance(0.5))
            peer.Wire.Leave();
        else
            Departure.Die(turn, peer.Wire);
    }

    /// <summary>Starts one session in place of another, and cancels.</summary>
    public static void Replace(Turn turn)
    {
        using var peer = V3Peer.Open(turn);
        for (int i = turn.Random.Next(2, 10); i > 0; i--)
        {
            var sound = Sound.Of(turn, 800);
            if (!peer.Start(sound))
                continue;
            peer.Feed(sound, 10_000);
            if (turn.Chance(0.3))
                peer.Stop(cancel: true);
            else if (turn.Chance(0.3))
                turn.Idle(turn.UpTo(300));
        }
        peer.Wire.Leave();
    }

    /// <summary>Dies without a session, with one that was never fed, or far ahead of what plays.</summary>
    public static void Die(Turn turn)
    {
        using var peer = V3Peer.Open(turn);
        if (turn.Chance(0.8) && peer.Start(Sound.Of(turn, 100)) && turn.Chance(0.8))
        {
            for (int i = turn.Random.Next(1, 200); i > 0; i--)
                peer.Chunk(0, turn.Random.Next(1, 5_000));
        }
        Departure.Die(turn, peer.Wire);
    }

    /// <summary>Leaves all replies unread for a while: each is there when it reads again.</summary>
    public static void StallReading(Turn turn)
    {
        using var peer = V3Peer.Open(turn);
        peer.Start(Sound.Of(turn, 100));
        for (int i = turn.Random.Next(20, 300); i > 0; i--)
        {
            peer.Say("""{"type":"get_status"}""");
            peer.Chunk(0, 1_000);
        }
        turn.Idle(turn.UpTo(2_000));
        peer.Stop(cancel: true);
        peer.Ping();
        peer.Wire.Leave();
    }

    /// <summary>Hundreds of empty chunks, chunks without a session and messages that are wrong.</summary>
    public static void Flood(Turn turn)
    {
        using var peer = V3Peer.Open(turn);
        byte[] message = peer.Wire.Text(
            turn.Pick(
                """{"type":"audio_chunk","chunk":""}"""u8.ToArray(),
                """{"type":"audio_chunk","chunk":"AAAABAAAAAAA"}"""u8.ToArray(),
                """{"type":"start_session","audioFormat":{"format":"mp3"}}"""u8.ToArray()
            )
        );
        if (turn.Chance(0.5))
            peer.Start(Sound.Of(turn, 100));
        for (int i = turn.Random.Next(50, 1_000); i > 0; i--)
        {
            peer.Wire.Send(message);
            if (i % 16 == 0)
                peer.Wire.Receive(TimeSpan.Zero);
        }
        peer.Ping();
        peer.Wire.Leave();
    }
}
