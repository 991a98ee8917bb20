namespace Audio.Core.Sinks;

/// <summary>How the output stands.</summary>
public enum OutputState
{
    /// <summary>Not started yet, or ended.</summary>
    Closed,

    /// <summary>A sink is being opened for the first time, or waited for because its server is not there yet.</summary>
    Opening,

    /// <summary>A sink is open.</summary>
    Open,

    /// <summary>The device went away; it is tried again and again.</summary>
    Reopening,
}

/// <summary>A sink that was tried and did not open.</summary>
/// <param name="Sink">Which, as in <see cref="SinkOptions.Sink"/>.</param>
/// <param name="Reason">Why it did not open, and what to do about it.</param>
public sealed record TriedSink(string Sink, string Reason);

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
