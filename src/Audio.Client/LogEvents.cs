namespace Audio.Client;

/// <summary>
/// The ids of the log events of this assembly. An id is unique over all assemblies and is never reused: people filter
/// their logs by it.
/// </summary>
internal static class LogEvents
{
    public const int EventObserverFailed = 401;
    public const int SendFailed = 402;
    public const int NoConnection = 403;
    public const int DaemonStarted = 404;
    public const int RequestRefused = 405;
    public const int ConnectionChanged = 406;
}
