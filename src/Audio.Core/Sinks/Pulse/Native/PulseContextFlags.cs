namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_context_flags_t</c>, as far as used.</summary>
[Flags]
internal enum PulseContextFlags
{
    None = 0,
    NoAutoSpawn = 1,
}
