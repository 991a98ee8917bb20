using NAudio.Wave;

namespace Audio.Core.Sinks.Player;

/// <summary>What a <see cref="WavePlayerSink"/> cannot learn from its player.</summary>
public sealed record WavePlayerSinkOptions
{
    /// <summary>
    /// The time from the player reading a sample until it is heard, 0 to 5 s. Used if the player is not an <see
    /// cref="IWaveLatency"/>. If in doubt, choose a longer time: sessions count as heard that much later. The default
    /// of 300 ms is what NAudio's players buffer by default.
    /// </summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Inserts a graph of NAudio providers between the mix and the player; null: none. It is given the engine's mix,
    /// which never ends and is silent between sessions, and returns the last provider of the graph, IEEE float at any
    /// rate. Called once for each player that is opened. The player's thread reads the graph.
    /// </summary>
    public Func<ISampleProvider, ISampleProvider>? Graph { get; init; }
}
