using System.Text.Json;

namespace Audio.Soak.Clients;

/// <summary>Clients of the HTTP interface.</summary>
internal static class HttpScripts
{
    /// <summary>Uploads a sound and waits until it was played whole.</summary>
    public static void Play(Turn turn)
    {
        var sound = Sound.Of(turn, 1_500);
        string name = turn.OwnName();
        using var peer = HttpPeer.Begin(turn, Target(sound, name));
        peer.Feed(sound, turn.Random.Next(1_000, 30_000));
        peer.EndBody();
        (int status, JsonElement? body) = peer.Answer();
        if (IsTurnedAway(status))
            return;
        string? reason = body?.GetProperty("reason").GetString();
        double played = body?.GetProperty("playedMs").GetDouble() ?? 0;
        double expected = 1000.0 * sound.Frames / sound.Format.SampleRate;
        if (status != 200 || reason != "completed" || Math.Abs(played - expected) > 0.1)
            throw new SoakFault($"{name} of {expected:0.0} ms was answered with {status}: {body}.");
        turn.Ledger.Accept(name);
        turn.Ledger.End(name, reason);
    }

    /// <summary>Uploads sounds that it does not wait for, under names that others use as well.</summary>
    public static void Drop(Turn turn)
    {
        for (int i = turn.Random.Next(1, 8); i > 0; i--)
        {
            var sound = Sound.Of(turn, 600);
            string name = turn.Chance(0.3) ? turn.SharedName() : turn.OpenName();
            string channel = turn.Chance(0.4) ? $"&channel={turn.SharedChannel()}&overlap=queue" : "";
            string expiry = turn.Chance(0.3) ? $"&expiresAfter={turn.Random.Next(1, 800)}" : "";
            using var peer = HttpPeer.Begin(turn, Target(sound, name) + $"&wait=false{channel}{expiry}");
            peer.Feed(sound, 20_000);
            peer.EndBody();
            (int status, JsonElement? body) = peer.Answer();
            if (status == 202)
                turn.Ledger.Accept(body!.Value.GetProperty("sessionId").GetString()!);
        }
    }

    /// <summary>Hangs up in the middle of the body, or before the answer.</summary>
    public static void HangUp(Turn turn)
    {
        var sound = Sound.Of(turn, 2_000);
        using var peer = HttpPeer.Begin(turn, Target(sound, turn.OwnName()));
        if (turn.Chance(0.5))
        {
            peer.Feed(sound, 20_000);
            if (turn.Chance(0.7))
                peer.EndBody();
        }
        else
        {
            peer.Piece(Sound.At(0, Math.Min(sound.Bytes, turn.Random.Next(1, 50_000))));
        }
        turn.Idle(turn.UpTo(500));
        peer.HangUp(reset: turn.Chance(0.5));
    }

    /// <summary>Sends the body in small pieces, with pauses between them.</summary>
    public static void Slow(Turn turn)
    {
        var sound = Sound.Of(turn, 700);
        using var peer = HttpPeer.Begin(turn, Target(sound, turn.OwnName()));
        int piece = 1 + sound.Bytes / turn.Random.Next(2, 6);
        for (int at = 0; at < sound.Bytes; at += piece)
        {
            turn.Idle(turn.UpTo(300));
            peer.Piece(Sound.At(at, Math.Min(piece, sound.Bytes - at)));
        }
        peer.EndBody();
        peer.Answer();
    }

    /// <summary>Is refused, and sends its body all the same.</summary>
    public static void Refused(Turn turn)
    {
        string target = turn.Pick(
            "/v1/play?rate=0",
            "/v1/play?misspelt=1",
            "/v1/nothing",
            "/v1/play?rate=48000&channels=9",
            "/v1/play?id=client_1&rate=8000",
            "/v1/play?rate=8000&effects=louder:9"
        );
        using var peer = HttpPeer.Begin(turn, target);
        byte[] piece = new byte[100_000];
        for (int i = turn.Random.Next(1, 30); i > 0 && peer.Piece(piece); i--)
        {
            // It is sent as long as it is taken.
        }
        peer.EndBody();
        if (peer.Answer().Status is var status and (>= 200 and < 300))
            throw new SoakFault($"{target} was answered with {status}.");
    }

    /// <summary>Pauses, turns down or cancels what others play under names that they leave open to that.</summary>
    public static void Meddle(Turn turn)
    {
        (_, JsonElement? list) = HttpPeer.Ask(turn, "GET", "/v1/sessions?ended=true");
        string[] open =
        [
            .. list!
                .Value.GetProperty("sessions")
                .EnumerateArray()
                .Select(static session => session.GetProperty("id").GetString()!)
                .Where(static id => !id.StartsWith("own-", StringComparison.Ordinal) && !id.Contains('_')),
        ];
        for (int i = 0; i < Math.Min(open.Length, 4); i++)
        {
            string target = $"/v1/sessions/{open[turn.Random.Next(open.Length)]}";
            (string method, string body) = turn.Pick(
                ("PATCH", """{"paused":true}"""),
                ("PATCH", """{"paused":false}"""),
                ("PATCH", """{"volume":0.3,"paused":false}"""),
                ("DELETE", "")
            );
            HttpPeer.Ask(turn, method, target, body);
            turn.Idle(turn.UpTo(100));
        }
    }

    /// <summary>Asks what there is to ask.</summary>
    public static void Look(Turn turn)
    {
        for (int i = turn.Random.Next(1, 10); i > 0; i--)
        {
            string target = turn.Pick("/health", "/status", "/v1/sessions?ended=true", "/v1/buses", "/openapi/v1.json");
            (int status, _) = HttpPeer.Ask(turn, "GET", target);
            if (status != 200)
                throw new SoakFault($"{target} was answered with {status}.");
        }
        HttpPeer.Ask(turn, "POST", "/v1/explain?priority=alert&channel=channel-0&overlap=queue");
    }

    private static string Target(Sound sound, string name) =>
        $"/v1/play?rate={sound.Format.SampleRate}&channels={sound.Format.Channels}"
        + $"&bits={8 * sound.Format.BytesPerSample}&id={name}";

    /// <summary>At its limits the daemon may refuse: 503.</summary>
    private static bool IsTurnedAway(int status) => status == 503;
}
