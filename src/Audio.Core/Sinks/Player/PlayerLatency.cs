using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>
/// Computes when a player's next sample is heard: from its own <see cref="IWaveLatency.CurrentLatency"/>, or, without
/// that, from what it has read and its configured latency. Player's thread, except where noted.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="sampleRate">Frames per second.</param>
/// <param name="configured">The latency of a player that does not know its own.</param>
internal sealed class PlayerLatency(TimeProvider time, int sampleRate, TimeSpan configured)
{
    /// <summary>A longer latency is not credible.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private long _last = configured.Ticks; // of TimeSpan; written by the player's thread, read by any
    private long _bufferEnd; // when the frame after the last rendered one is heard, without an IWaveLatency

    /// <summary>The player, if it knows its latency. Set before it plays.</summary>
    public IWaveLatency? Source { private get; set; }

    /// <summary>The last known latency. Any thread.</summary>
    public TimeSpan Last => TimeSpan.FromTicks(Volatile.Read(ref _last));

    /// <summary>When a sample that is rendered now is heard, as a timestamp. Before the render.</summary>
    public long HeardAt(long now) => now + Timestamps(Ask());

    /// <summary>Adds rendered frames.</summary>
    /// <param name="frames">How many.</param>
    /// <param name="heardAt">What <see cref="HeardAt"/> said.</param>
    /// <returns>When the first of them is heard, as a timestamp.</returns>
    public long Add(int frames, long heardAt)
    {
        if (Source is not null)
            return heardAt;
        // What a player reads ahead, it plays later: never sooner than what it read before.
        heardAt = Math.Clamp(_bufferEnd, heardAt, heardAt + Timestamps(configured));
        _bufferEnd = heardAt + frames * time.TimestampFrequency / sampleRate;
        return heardAt;
    }

    private TimeSpan Ask()
    {
        if (Source is null)
            return Last;
        try
        {
            TimeSpan latency = Source.CurrentLatency;
            if (latency < TimeSpan.Zero || latency > Longest)
                return Last;
            Volatile.Write(ref _last, latency.Ticks);
            return latency;
        }
        catch (Exception) // the device is going away; until the player says so, the last value holds
        {
            return Last;
        }
    }

    private long Timestamps(TimeSpan duration) => (long)(duration.TotalSeconds * time.TimestampFrequency);
}
