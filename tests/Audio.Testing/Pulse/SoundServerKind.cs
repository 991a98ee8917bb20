namespace Audio.Testing.Pulse;

/// <summary>The sound servers that speak PulseAudio's protocol.</summary>
public enum SoundServerKind
{
    /// <summary>PulseAudio itself.</summary>
    PulseAudio,

    /// <summary>PipeWire, by pipewire-pulse.</summary>
    PipeWire,
}
