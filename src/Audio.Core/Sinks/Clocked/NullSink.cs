namespace Audio.Core.Sinks.Clocked;

/// <summary>Plays to nobody, in real time: the sink of a machine without a device, and of tests.</summary>
internal sealed class NullSink(SinkOptions options, TimeProvider time)
    : ClockedSink("null", options, time, paced: true);
