namespace Audio.Core;

/// <summary>
/// The ids of the events that this assembly logs. Each is unique across all our assemblies and is never reused for
/// another event, because people filter their logs by it.
/// </summary>
internal static class LogEvents
{
    public const int SessionUnplayable = 101;
    public const int SessionFailed = 102;
    public const int SessionByteOrder = 103;
    public const int SessionTitled = 104;

    public const int V4ClientGivenUp = 151;
    public const int V4ClientResumed = 152;
    public const int V4Refused = 153;
    public const int V4MessageFailed = 154;

    public const int SessionOpened = 201;
    public const int SessionEnded = 202;
    public const int BusEffectFailed = 203;
    public const int SessionEndedUnmeasured = 204;

    public const int SinkOpened = 301;
    public const int SinkLost = 302;
    public const int SinkStillAway = 303;
    public const int SinkBack = 304;
    public const int SinkChangedOver = 305;
    public const int OutputObserverFailed = 306;
    public const int NoDevice = 307;
    public const int SinkAwaited = 308;

    public const int MessageTooLong = 313;

    public const int V3UnusualRate = 341;
    public const int V3Refused = 342;
}
