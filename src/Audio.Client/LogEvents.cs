namespace Audio.Client;

/// <summary>
/// The ids of the events that this assembly logs. Each is unique over all our assemblies, and is never given to
/// another event: people filter their logs by it.
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
