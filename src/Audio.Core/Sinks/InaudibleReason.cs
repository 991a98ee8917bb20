namespace Audio.Core.Sinks;

/// <summary>The reasons why what is played cannot be heard. Volume 0 counts as muted.</summary>
public enum InaudibleReason
{
    /// <summary>
    /// There is no device: <c>auto</c> had to take the null sink, or the configured sink has not been available yet.
    /// </summary>
    NoDevice,

    /// <summary>The device was lost.</summary>
    DeviceLost,

    /// <summary>The device is muted in the sound server.</summary>
    DeviceMuted,

    /// <summary>The sound server has muted this program.</summary>
    ProgramMuted,

    /// <summary>The master is muted.</summary>
    MasterMuted,

    /// <summary>The bus of the session is muted.</summary>
    BusMuted,

    /// <summary>The volume of the session is 0.</summary>
    SessionMuted,

    /// <summary>The null sink was chosen on purpose.</summary>
    NullSink,

    /// <summary>A WAV file was chosen on purpose: it is written, and no device plays.</summary>
    WavSink,
}
