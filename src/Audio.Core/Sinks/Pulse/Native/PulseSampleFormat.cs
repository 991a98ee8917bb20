namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_sample_format_t</c>, as far as used.</summary>
internal enum PulseSampleFormat
{
    Float32Le = 5,
}
