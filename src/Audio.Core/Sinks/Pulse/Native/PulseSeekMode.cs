namespace Audio.Core.Sinks.Pulse.Native;

/// <summary><c>pa_seek_mode_t</c>, as far as used.</summary>
internal enum PulseSeekMode
{
    Relative,
    RelativeOnRead = 2,
}
