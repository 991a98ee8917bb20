namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_stream_flags_t</c>, as far as used.</summary>
[Flags]
internal enum PulseStreamFlags
{
    None = 0,
    StartCorked = 0x0001,
    AdjustLatency = 0x2000,
}
