namespace Audio.Core.Sinks.Output;

/// <summary>A sink that opened, not yet let to the mixer.</summary>
/// <param name="Life">Its life.</param>
/// <param name="Selection">Which it is.</param>
/// <param name="Reason">Why this one, for people.</param>
/// <param name="Tried">What did not open before it.</param>
internal sealed record OpenedSink(
    SinkLife Life,
    SinkSelection Selection,
    string Reason,
    IReadOnlyList<TriedSink> Tried
);
