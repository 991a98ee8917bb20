namespace Audio.Core.Sinks;

/// <summary>The state of the output at one moment. Immutable.</summary>
public sealed record OutputStatus
{
    /// <summary>The state.</summary>
    public required OutputState State { get; init; }

    /// <summary>
    /// The sink that is open, or that is being opened (again): <c>pulse</c>, <c>null</c>, <c>wav: /tmp/mix.wav</c>.
    /// </summary>
    public required string Sink { get; init; }

    /// <summary>The reason for the state, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Since when it is in <see cref="State"/>.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How often a lost device was reopened.</summary>
    public int Reopens { get; init; }

    /// <summary>Frames at the mix rate that were rendered and never heard because their device was lost.</summary>
    public long FramesLost { get; init; }

    /// <summary>The sinks that did not open at the last attempt; empty if the first one did.</summary>
    public IReadOnlyList<TriedSink> Tried { get; init; } = [];

    /// <summary>
    /// Why the output cannot be heard; <see langword="null"/> if an audible device plays, as far as is known. Does not
    /// consider mutes in the mix: see <see cref="Engine.AudioEngine.Inaudible"/>.
    /// </summary>
    public Inaudibility? Inaudible { get; init; }
}
