namespace Audio.Core.Sinks;

/// <summary>A sink that was tried and did not open.</summary>
/// <param name="Sink">The sink, as in <see cref="SinkOptions.Sink"/>.</param>
/// <param name="Reason">Why it did not open, and what to do about it.</param>
public sealed record TriedSink(string Sink, string Reason);
