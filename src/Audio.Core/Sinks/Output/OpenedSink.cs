namespace Audio.Core.Sinks.Output;

/// <summary>A sink that is open but not yet connected to the mixer.</summary>
/// <param name="Life">Its life.</param>
/// <param name="Selection">The sink.</param>
/// <param name="Reason">Why it was chosen, in words.</param>
/// <param name="Tried">The sinks that did not open before it.</param>
internal sealed record OpenedSink(
    SinkLife Life,
    SinkSelection Selection,
    string Reason,
    IReadOnlyList<TriedSink> Tried
);
