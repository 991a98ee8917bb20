using System.Diagnostics;
using Audio.Compare.Recording;
using Audio.Compare.Ways;
using Audio.Protocol;

namespace Audio.Compare.Processor;

/// <summary>This daemon: a connection for each stream, chunks of 20 ms in real time by version 4.</summary>
internal sealed class DaemonMix(Ground ground) : IMix
{
    private static readonly TimeSpan Chunk = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Names => ["audiod", "audiod and the sound server behind it"];

    public bool IsOurs => true;

    public async Task<TimeSpan[]> MixAsync(int streams, TimeSpan duration, CancellationToken cancellationToken)
    {
        var format = AudioFormat.Pcm16(Ground.SampleRate, channels: 1);
        byte[] samples = Tone.Pcm16(Ground.SampleRate, Chunk);
        V4Client[] clients = [.. Enumerable.Range(0, streams).Select(_ => new V4Client(format, samples))];
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            foreach (V4Client client in clients)
                await client.OpenAsync(ground.Port, cancellationToken);
            Task[] speaking = [.. clients.Select((client, i) => SpeakAsync(client, Chunk * i / streams, over.Token))];
            await Task.Delay(Settling, TimeProvider.System, cancellationToken);
            TimeSpan[] took = await ProcessTime.WhileAsync(
                duration,
                [ground.DaemonId, .. ground.ServerIds],
                cancellationToken
            );
            await over.CancelAsync();
            await Task.WhenAll(speaking).WaitAsync(cancellationToken);
            return [took[0], took.Aggregate(TimeSpan.Zero, (sum, one) => sum + one)];
        }
        finally
        {
            foreach (V4Client client in clients)
                client.Dispose();
        }
    }

    /// <summary>Sends in real time, two chunks ahead. After a delay, everything that is due is sent at once.</summary>
    private static async Task SpeakAsync(V4Client client, TimeSpan phase, CancellationToken cancellationToken)
    {
        await client.SendAsync(CancellationToken.None);
        await Task.Delay(phase, TimeProvider.System, CancellationToken.None);
        using var timer = new PeriodicTimer(Chunk, TimeProvider.System);
        long began = Stopwatch.GetTimestamp();
        try
        {
            for (long sent = 0; ; await timer.WaitForNextTickAsync(cancellationToken))
            {
                for (long due = 1 + (Stopwatch.GetElapsedTime(began).Ticks / Chunk.Ticks); sent < due; sent++)
                    await client.SendAsync(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the run.
        }
    }
}
