namespace Audio.Core.Sinks;

/// <summary>Why nobody can hear what is played. Volume 0 counts as muted.</summary>
public enum InaudibleReason
{
    /// <summary>
    /// There is no device: <c>auto</c> had to take the null sink, or the sink that was asked for has not been there
    /// yet.
    /// </summary>
    NoDevice,

    /// <summary>The device went away.</summary>
    DeviceLost,

    /// <summary>The device is muted where the sound server keeps it.</summary>
    DeviceMuted,

    /// <summary>The sound server has muted this program.</summary>
    ProgramMuted,

    /// <summary>The master is muted.</summary>
    MasterMuted,

    /// <summary>The bus of the session is muted.</summary>
    BusMuted,

    /// <summary>The volume of the session is 0.</summary>
    SessionMuted,

    /// <summary>The null sink was asked for: nobody was to hear it.</summary>
    NullSink,

    /// <summary>A file was asked for: it is written, and played on no device.</summary>
    WavSink,
}
