using Audio.Protocol.V4;

namespace Audio.Soak.Clients;

/// <summary>Version 4 clients that stay to the end of their sessions.</summary>
internal static class V4Scripts
{
    private static readonly string[] Effects =
    [
        "",
        "highpass:80",
        "gain:-6,peak:1000:3",
        "speed:1.5",
        "speed:0.8,highpass:120",
        "trim",
        "loudness:-18:500:100",
    ];

    /// <summary>One session after another, each sent to its end and played whole.</summary>
    public static void Speak(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        for (int i = turn.Random.Next(1, 4); i > 0; i--)
        {
            var sound = Sound.Of(turn, 1_500);
            if (Start(turn, peer, sound) is not { } session)
                continue;
            if (turn.Chance(0.3))
                Change(turn, peer, session);
            peer.Feed(session, sound, turn.Random.Next(1, 20_000));
            PlayedWhole(peer, session, sound);
        }
        Leave(turn, peer);
    }

    /// <summary>Several sessions at once on one connection, their chunks interleaved.</summary>
    public static void SpeakTogether(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        var playing = new List<(PeerSession Session, Sound Sound)>();
        for (int i = turn.Random.Next(2, 8); i > 0; i--)
        {
            var sound = Sound.Of(turn, 1_000);
            if (Start(turn, peer, sound) is { } session)
                playing.Add((session, sound));
        }
        foreach ((PeerSession session, Sound sound) in playing)
            peer.Feed(session, new Sound(sound.Format, sound.Bytes), turn.Random.Next(100, 20_000));
        foreach ((PeerSession session, Sound sound) in playing)
            PlayedWhole(peer, session, sound);
        Leave(turn, peer);
    }

    /// <summary>Cancels what it began, at any time.</summary>
    public static void Cancel(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        var sound = Sound.Of(turn, 1_500);
        if (Start(turn, peer, sound) is not { } session)
            return;
        if (turn.Chance(0.8))
            peer.Feed(session, sound, 5_000, untilFull: true);
        peer.Handle(turn.UpTo(300));
        peer.Ask(
            turn.Chance(0.5)
                ? new V4CancelSession { SessionId = session.Id }
                : new V4StopSession { SessionId = session.Id, Mode = "cancel" }
        );
        string reason = peer.AwaitEnd(session).Reason;
        if (reason is not ("cancelled" or "completed"))
            throw new SoakFault($"Session {session.Id} was cancelled and ended as {reason}.");
        Leave(turn, peer);
    }

    /// <summary>Pauses, fills the session to its limit, is answered all the same, and then goes on or dies.</summary>
    public static void PauseFull(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        peer.KeepsPlaying = false;
        var paused = new List<(PeerSession Session, Sound Sound)>();
        for (int i = turn.Random.Next(1, 4); i > 0; i--)
        {
            var sound = Sound.Of(turn, 6_000);
            if (Start(turn, peer, sound) is not { } session)
                continue;
            peer.Ask(new V4PauseSession { SessionId = session.Id });
            peer.Feed(session, sound, turn.Random.Next(1_000, 60_000), untilFull: true);
            peer.Ask(new V4Ping());
            paused.Add((session, sound));
        }
        peer.Handle(turn.UpTo(1_000));
        if (turn.Chance(0.5))
        {
            Departure.Die(turn, peer.Wire);
            return;
        }
        peer.KeepsPlaying = true;
        foreach ((PeerSession session, _) in paused)
            peer.Ask(new V4ResumeSession { SessionId = session.Id });
        foreach ((PeerSession session, Sound sound) in paused)
        {
            peer.Feed(session, sound, 20_000);
            if (peer.AwaitEnd(session).Reason != "expired") // the daemon may take the memory of those that pause
                PlayedWhole(peer, session, sound);
        }
        Leave(turn, peer);
    }

    /// <summary>Reads nothing for a while, sends on, and then reads all of it.</summary>
    public static void StallReading(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        var sound = Sound.Of(turn, 1_000);
        if (Start(turn, peer, sound) is not { } session)
            return;
        for (int i = turn.Random.Next(20, 400); i > 0; i--)
            peer.Say(turn.Chance(0.5) ? new V4GetStatus() : new V4Ping());
        turn.Idle(turn.UpTo(2_000));
        peer.Feed(session, sound, 10_000);
        PlayedWhole(peer, session, sound);
        Leave(turn, peer);
    }

    /// <summary>Opens sessions and never feeds them.</summary>
    public static void NeverFeed(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        for (int i = turn.Random.Next(1, 30); i > 0; i--)
            Start(turn, peer, Sound.Of(turn, 100));
        peer.Handle(turn.UpTo(1_500));
        if (turn.Chance(0.5))
            Departure.Die(turn, peer.Wire);
        else
            Leave(turn, peer);
    }

    /// <summary>Uses the names of others: as long as one has it, it is refused.</summary>
    public static void SharedName(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        for (int i = turn.Random.Next(1, 5); i > 0; i--)
        {
            var sound = Sound.Of(turn, 400);
            if (peer.Start(sound.Format, turn.SharedName()) is not { } session)
                continue;
            peer.Feed(session, sound, 10_000);
            peer.AwaitEnd(session);
        }
        Leave(turn, peer);
    }

    /// <summary>Meets others on a channel: waits, replaces, is replaced, expires.</summary>
    public static void OnChannel(Turn turn)
    {
        using var peer = V4Peer.Open(turn, turn.Chance(0.5));
        string channel = turn.SharedChannel();
        var opened = new List<PeerSession>();
        for (int i = turn.Random.Next(1, 4); i > 0; i--)
        {
            var sound = Sound.Of(turn, 500);
            string overlap = turn.Pick("queue", "queue", "replace", "drop", "mix");
            bool resumes = overlap == "replace" && turn.Chance(0.5);
            double? expiry = turn.Chance(0.4) ? turn.Random.Next(1, 1_000) : null;
            string priority = turn.Pick("speech", "media", "alert", "notification");
            PeerSession? session = peer.Start(sound.Format, turn.OpenName(), start =>
                start with
                {
                    Channel = channel,
                    Overlap = overlap,
                    Priority = priority,
                    ExpiresAfter = expiry,
                    ResumeInterrupted = resumes,
                }
            );
            if (session is null)
                continue;
            peer.Feed(session, sound, 10_000, untilFull: true);
            opened.Add(session);
        }
        foreach (PeerSession session in opened.Where(static session => session.IsFinished))
            peer.AwaitEnd(session);
        Leave(turn, peer);
    }

    /// <summary>Starts a session under a name of its own.</summary>
    public static PeerSession? Start(Turn turn, V4Peer peer, Sound sound)
    {
        string effects = turn.Chance(0.3) ? turn.Pick(Effects) : "";
        return peer.Start(sound.Format, turn.OwnName(), start => start with { Effects = effects });
    }

    /// <summary>Waits for the end of a session that was sent whole, which nobody has touched.</summary>
    public static void PlayedWhole(V4Peer peer, PeerSession session, Sound sound)
    {
        V4SessionEnded ended = peer.AwaitEnd(session);
        bool isWhole =
            ended.Reason == "completed"
            && ended.BytesReceived == sound.Bytes
            && ended.FramesReceived == sound.Frames
            && ended.FramesPlayed == sound.Frames;
        if (!isWhole)
        {
            throw new SoakFault(
                $"Session {session.Id} was sent whole ({sound.Frames} frames, {sound.Bytes} bytes at "
                    + $"{sound.Format.SampleRate} Hz) and ended as {ended.Reason}: {ended.FramesPlayed} frames played "
                    + $"of {ended.FramesReceived} received, {ended.BytesReceived} bytes."
            );
        }
    }

    /// <summary>Leaves in order, most of the time.</summary>
    public static void Leave(Turn turn, V4Peer peer)
    {
        if (turn.Chance(0.8))
            peer.Wire.Leave();
        else
            Departure.Die(turn, peer.Wire);
    }

    private static void Change(Turn turn, V4Peer peer, PeerSession session)
    {
        peer.Ask(new V4SetVolume { SessionId = session.Id, Volume = turn.Random.NextDouble() });
        peer.Ask(
            new V4Mark
            {
                SessionId = session.Id,
                Offset = turn.Random.Next(50_000),
                Name = "here",
            }
        );
    }
}
