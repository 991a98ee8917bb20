namespace Audio.Protocol.V4;

/// <summary>
/// The values of <c>reason</c> in <c>inaudible</c>. A reader meets those of later versions too. Volume 0 counts as
/// muted.
/// </summary>
public static class V4InaudibleReasons
{
    /// <summary>There is no device.</summary>
    public const string NoDevice = "no_device";

    /// <summary>The device went away.</summary>
    public const string DeviceLost = "device_lost";

    /// <summary>The device is muted where the sound server keeps it.</summary>
    public const string DeviceMuted = "device_muted";

    /// <summary>The sound server has muted the daemon.</summary>
    public const string ProgramMuted = "program_muted";

    /// <summary>The master is muted.</summary>
    public const string MasterMuted = "master_muted";

    /// <summary>The bus of the session is muted.</summary>
    public const string BusMuted = "bus_muted";

    /// <summary>The volume of the session is 0.</summary>
    public const string SessionMuted = "session_muted";

    /// <summary>The daemon was asked to play to nobody.</summary>
    public const string NullSink = "null_sink";

    /// <summary>The daemon was asked to play into a file.</summary>
    public const string WavSink = "wav_sink";
}
