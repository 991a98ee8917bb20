namespace Audio.Host;

/// <summary>
/// The ids of this assembly's log events. Each is unique across all assemblies and is never reused, because people
/// filter logs by it.
/// </summary>
internal static class LogEvents
{
    public const int ClientConnected = 311;
    public const int ClientDisconnected = 312;
    public const int ClientTurnedAway = 314;

    public const int ClientInactive = 321;

    public const int Stopping = 331;
    public const int SessionsCutShort = 332;

    public const int V4ClientConnected = 351;
    public const int V4ClientDisconnected = 352;

    public const int UploadBroken = 361;

    public const int VolumesRestored = 371;
    public const int VolumesUnreadable = 372;
    public const int VolumeChanged = 373;
    public const int VolumesNotSaved = 374;
}
