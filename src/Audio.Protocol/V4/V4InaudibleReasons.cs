namespace Audio.Protocol.V4;

/// <summary>
/// The values of <c>reason</c> in <c>inaudible</c>. A later version may send others. A volume of 0 counts as muted.
/// </summary>
public static class V4InaudibleReasons
{
    /// <summary>There is no device.</summary>
    public const string NoDevice = "no_device";

    /// <summary>The device went away.</summary>
    public const string DeviceLost = "device_lost";

    /// <summary>The sound server has muted the device.</summary>
    public const string DeviceMuted = "device_muted";

    /// <summary>The sound server has muted the daemon.</summary>
    public const string ProgramMuted = "program_muted";

    /// <summary>The master is muted.</summary>
    public const string MasterMuted = "master_muted";

    /// <summary>The bus of the session is muted.</summary>
    public const string BusMuted = "bus_muted";

    /// <summary>The volume of the session is 0.</summary>
    public const string SessionMuted = "session_muted";

    /// <summary>The daemon was told to play to the null sink.</summary>
    public const string NullSink = "null_sink";

    /// <summary>The daemon was told to play into a file.</summary>
    public const string WavSink = "wav_sink";
}
