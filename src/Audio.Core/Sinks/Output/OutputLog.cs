using Microsoft.Extensions.Logging;

namespace Audio.Core.Sinks.Output;

/// <summary>The log events of the output.</summary>
internal static partial class OutputLog
{
    [LoggerMessage(
        EventId = LogEvents.SinkOpened,
        Level = LogLevel.Information,
        Message = "Playing to {Sink}. {Tried}"
    )]
    public static partial void Opened(ILogger logger, string sink, string tried);

    [LoggerMessage(
        EventId = LogEvents.SinkLost,
        Level = LogLevel.Error,
        Message = "Lost {Sink}; trying to reopen it ({Policy}): {Reason}"
    )]
    public static partial void Lost(ILogger logger, string sink, string reason, DeviceLossPolicy policy);

    [LoggerMessage(
        EventId = LogEvents.SinkStillAway,
        Level = LogLevel.Debug,
        Message = "Not available after {Failures} attempts: {Reason}"
    )]
    public static partial void StillAway(ILogger logger, string reason, int failures);

    [LoggerMessage(
        EventId = LogEvents.SinkBack,
        Level = LogLevel.Information,
        Message = "{Sink} is back after {Away}; {FramesLost} frames were lost in total"
    )]
    public static partial void Back(ILogger logger, string sink, TimeSpan away, long framesLost);

    [LoggerMessage(
        EventId = LogEvents.SinkChangedOver,
        Level = LogLevel.Information,
        Message = "{Sink} is available now and plays from here on"
    )]
    public static partial void ChangedOver(ILogger logger, string sink);

    [LoggerMessage(
        EventId = LogEvents.OutputObserverFailed,
        Level = LogLevel.Error,
        Message = "An observer of the output's status failed"
    )]
    public static partial void ObserverFailed(ILogger logger, Exception error);

    [LoggerMessage(
        EventId = LogEvents.NoDevice,
        Level = LogLevel.Warning,
        Message = "There is no sound device: nobody can hear what is played. {Tried}"
    )]
    public static partial void NoDevice(ILogger logger, string tried);

    [LoggerMessage(EventId = LogEvents.SinkAwaited, Level = LogLevel.Warning, Message = "Waiting for {Sink}: {Reason}")]
    public static partial void Awaited(ILogger logger, string sink, string reason);
}
