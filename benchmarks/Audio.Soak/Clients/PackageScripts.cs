using Audio.Client;
using Audio.Protocol;

namespace Audio.Soak.Clients;

/// <summary>Programs that use the client package.</summary>
internal static class PackageScripts
{
    /// <summary>Plays some sounds at once on one client, each whole.</summary>
    public static async Task PlayAsync(Turn turn)
    {
        await using AudioDaemonClient client = await ConnectAsync(turn);
        Task[] playing =
        [
            .. Enumerable
                .Range(0, turn.Random.Next(1, 5))
                .Select(_ => PlayOneAsync(client, turn, Sound.Of(turn, 1_200))),
        ];
        await Task.WhenAll(playing);
    }

    /// <summary>Cancels, pauses and goes on, or drops its sessions and itself in the middle.</summary>
    public static async Task DropAsync(Turn turn)
    {
        await using AudioDaemonClient client = await ConnectAsync(turn);
        for (int i = turn.Random.Next(1, 4); i > 0; i--)
        {
            var sound = Sound.Of(turn, 1_500);
            string name = turn.OwnName();
            await using PlaybackSession session = await client.StartSessionAsync(
                sound.Format,
                new AudioSessionOptions { SessionId = name }
            );
            turn.Ledger.Accept(name);
            await session.WriteAsync(Sound.At(0, Math.Min(sound.Bytes, 20_000)).ToArray());
            switch (turn.Random.Next(3))
            {
                case 0:
                    PlaybackResult result = await session.CancelAsync().WaitAsync(Turn.Patience, TimeProvider.System);
                    turn.Ledger.End(name, result.Reason.ToString());
                    break;
                case 1:
                    await session.PauseAsync();
                    turn.Idle(turn.UpTo(400));
                    await session.ResumeAsync();
                    break;
            }
        }
    }

    private static async Task PlayOneAsync(AudioDaemonClient client, Turn turn, Sound sound)
    {
        string name = $"own-package-{turn.Number}-{Guid.NewGuid():N}";
        await using PlaybackSession session = await client.StartSessionAsync(
            sound.Format,
            new AudioSessionOptions { SessionId = name }
        );
        turn.Ledger.Accept(name);
        for (int at = 0; at < sound.Bytes; at += 10_000)
            await session.WriteAsync(Sound.At(at, Math.Min(10_000, sound.Bytes - at)).ToArray());
        PlaybackResult result = await session.CompleteAsync().WaitAsync(2 * Turn.Patience, TimeProvider.System);
        turn.Ledger.End(name, result.Reason.ToString());
        if (result.Reason != SessionEndReason.Completed || result.FramesPlayed != sound.Frames)
        {
            throw new SoakFault(
                $"{name} of {sound.Frames} frames ended as {result.Reason} with {result.FramesPlayed} frames played."
            );
        }
    }

    private static Task<AudioDaemonClient> ConnectAsync(Turn turn)
    {
        var options = new AudioDaemonClientOptions { ConnectTimeout = Turn.Patience, KeepAliveTimeout = Turn.Patience };
        options.Endpoints.Add(
            turn.Chance(0.5) ? $"ws://localhost:{turn.Target.Port}" : $"unix:{turn.Target.SocketPath}"
        );
        return AudioDaemonClient.ConnectAsync(options);
    }
}
