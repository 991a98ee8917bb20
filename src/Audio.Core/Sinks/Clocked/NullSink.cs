namespace Audio.Core.Sinks.Clocked;

/// <summary>Discards sound in real time: for machines without a device, and for tests.</summary>
internal sealed class NullSink(SinkOptions options, TimeProvider time)
    : ClockedSink("null", options, time, paced: true);
