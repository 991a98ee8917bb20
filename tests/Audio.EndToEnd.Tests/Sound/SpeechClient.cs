using Audio.Testing.Daemon;
using Audio.Testing.Signals;

namespace Audio.EndToEnd.Tests.Sound;

/// <summary>
/// Simulates a streaming text-to-speech program: sends each chunk at the time it would produce it, a little ahead of
/// playback.
/// </summary>
internal static class SpeechClient
{
    /// <summary>How far ahead.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    /// <summary>Plays a file in chunks of 20 to 100 ms and disconnects.</summary>
    public static async Task PlayAsync(DaemonProcess daemon, WaveFile speech, int seed)
    {
        var random = new Random(seed);
        int bytesPerSecond = 2 * speech.SampleRate;
        await using V3Client client = await V3Client.ConnectAsync(daemon);
        await client.StartAsync(speech.SampleRate, 1, 16);
        long start = TimeProvider.System.GetTimestamp();
        int at = 0;
        while (at < speech.Data.Length)
        {
            int bytes = Math.Min(speech.Data.Length - at, bytesPerSecond * random.Next(20, 101) / 1_000);
            TimeSpan due =
                TimeSpan.FromSeconds((double)at / bytesPerSecond) - Lead - TimeProvider.System.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System);
            await client.SendChunkAsync(speech.Data.AsSpan(at, bytes));
            at += bytes;
        }

        await client.StopAsync();
        await client.DisconnectAsync();
    }
}
