using System.Text;
using Audio.Hostile.Daemon;
using Audio.Hostile.Wires;

namespace Audio.Hostile.Floods;

/// <summary>Fills backlogs of version 3 as fast as it can, then leaves; the memory has to come back.</summary>
internal static class Burst
{
    private const int ChunkBytes = 240_000;

    /// <summary>58 MB, which a backlog takes: the cancel behind them is read at once.</summary>
    private const int Chunks = 240;

    private const double EnoughMiB = 150;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Reply = TimeSpan.FromSeconds(30);

    /// <summary>Sends the sound, cancels it, and waits until the flood is over.</summary>
    public static void Send(FloodContext context, int number)
    {
        using var wire = WebSocketWire.Open(context.Port, subprotocol: null);
        wire.Say("""{"type":"start_session","audioFormat":{"sampleRate":48000,"channels":2,"bitDepth":16}}"""u8);
        byte[] chunk = wire.Text(
            Encoding.ASCII.GetBytes(
                $$"""{"type":"audio_chunk","chunk":"{{Convert.ToBase64String(new byte[ChunkBytes])}}"}"""
            )
        );
        for (int i = 0; i < Chunks && !context.IsOver && wire.End is null; i++)
            wire.Send(chunk);
        wire.Say("""{"type":"stop_session","mode":"cancel"}"""u8);
        while (wire.End is null && wire.Receive(Reply) is { } json)
        {
            if (json.AsSpan().IndexOf("session_stopped"u8) >= 0)
                break;
        }
        context.Hold();
    }

    /// <summary>Its memory right after (MiB), and how long it took until it was small again.</summary>
    public static async Task<string> NoteAsync(FloodContext context, OwnDaemon daemon, TimeSpan time)
    {
        double most = Resident(daemon);
        long began = TimeProvider.System.GetTimestamp();
        while (Resident(daemon) > EnoughMiB && TimeProvider.System.GetElapsedTime(began) < Limit)
            await Task.Delay(Poll, TimeProvider.System);
        double took = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        return $"{most:0}, then {took:0} s";
    }

    private static double Resident(OwnDaemon daemon) => ProcessState.Of(daemon.ProcessId)?.ResidentMiB ?? 0;
}
