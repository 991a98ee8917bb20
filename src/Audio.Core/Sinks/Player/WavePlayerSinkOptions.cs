using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>What a <see cref="WavePlayerSink"/> cannot learn from its player.</summary>
public sealed record WavePlayerSinkOptions
{
    /// <summary>
    /// How long a sample takes from being read by the player to being heard, 0 to 5 s. Used where the player is no <see
    /// cref="IWaveLatency"/>. Rather too long than too short: a session counts as heard that much later. 300 ms is what
    /// NAudio's players hold by default.
    /// </summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// What NAudio does to the mix on its way to the player; null: nothing. It is given the engine's mix, which never
    /// ends and is silent between sessions, and returns the last provider of its graph, IEEE float at any rate. Called
    /// once for each player that is opened. The player's thread reads it.
    /// </summary>
    public Func<ISampleProvider, ISampleProvider>? Graph { get; init; }
}
