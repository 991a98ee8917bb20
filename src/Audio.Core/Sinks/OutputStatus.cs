namespace Audio.Core.Sinks;

/// <summary>The output at one moment. Immutable.</summary>
public sealed record OutputStatus
{
    /// <summary>How it stands.</summary>
    public required OutputState State { get; init; }

    /// <summary>
    /// The sink that is open, or that is being opened (again): <c>pulse</c>, <c>null</c>, <c>wav: /tmp/mix.wav</c>.
    /// </summary>
    public required string Sink { get; init; }

    /// <summary>Why it stands so, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when it is in <see cref="State"/>.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often a device that had gone was opened again.</summary>
    public int Reopens { get; init; }

    /// <summary>Frames at the mix rate that were rendered and never heard, because their device went away.</summary>
    public long FramesLost { get; init; }

    /// <summary>What did not open at the last try; empty where the first one did.</summary>
    public IReadOnlyList<TriedSink> Tried { get; init; } = [];

    /// <summary>
    /// Why nobody can hear what the sink is given; <see langword="null"/> where it plays to a device that can be heard,
    /// as far as is known. What is muted in the mix is not in here: see <see cref="Engine.AudioEngine.Inaudible"/>.
    /// </summary>
    public Inaudibility? Inaudible { get; init; }
}
