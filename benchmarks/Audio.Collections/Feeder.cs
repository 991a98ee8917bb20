using Audio.Core.Sessions;

namespace Audio.Collections;

/// <summary>
/// Feeds all sessions in real time, a second ahead: the first the counter, the others silence that costs as much as any
/// sound.
/// </summary>
/// <param name="sessions">The first is at the mix rate and the others are at half of it; all are 16-bit mono.</param>
internal sealed class Feeder(IReadOnlyList<AudioSession> sessions)
{
    private const int LeadFrames = Counter.Rate;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _counter = new byte[Counter.Rate / 50 * sizeof(short)];
    private readonly byte[] _silence = new byte[Counter.Rate / 100 * sizeof(short)];

    /// <summary>Sends that much sound, then ends the streams.</summary>
    public async Task RunAsync(long frames)
    {
        long start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Step, TimeProvider.System);
        int step = _counter.Length / sizeof(short);
        long sent = 0;
        while (sent < frames)
        {
            long due = (long)(TimeProvider.System.GetElapsedTime(start).TotalSeconds * Counter.Rate) + LeadFrames;
            for (; sent < Math.Min(due, frames); sent += step)
            {
                Counter.Fill(_counter, sent);
                await sessions[0].WriteAsync(_counter);
                for (int i = 1; i < sessions.Count; i++)
                    await sessions[i].WriteAsync(_silence);
            }
            await timer.WaitForNextTickAsync();
        }
        foreach (AudioSession session in sessions)
            session.Complete();
    }
}
