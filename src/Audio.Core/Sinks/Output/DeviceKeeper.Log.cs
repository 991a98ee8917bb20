using Microsoft.Extensions.Logging;

namespace Audio.Core.Sinks.Output;

/// <summary>The log events 301 to 308.</summary>
internal sealed partial class DeviceKeeper
{
    [LoggerMessage(
        EventId = LogEvents.SinkOpened,
        Level = LogLevel.Information,
        Message = "Playing to {Sink}. {Tried}"
    )]
    private partial void LogOpened(string sink, string tried);

    [LoggerMessage(
        EventId = LogEvents.SinkLost,
        Level = LogLevel.Error,
        Message = "Lost {Sink}, which is tried again until it is back ({Policy}): {Reason}"
    )]
    private partial void LogLost(string sink, string reason, DeviceLossPolicy policy);

    [LoggerMessage(
        EventId = LogEvents.SinkStillAway,
        Level = LogLevel.Debug,
        Message = "Still away after {Failures} attempts: {Reason}"
    )]
    private partial void LogStillAway(string reason, int failures);

    [LoggerMessage(
        EventId = LogEvents.SinkBack,
        Level = LogLevel.Information,
        Message = "{Sink} is back after {Away}; {FramesLost} frames were lost in all"
    )]
    private partial void LogBack(string sink, TimeSpan away, long framesLost);

    [LoggerMessage(
        EventId = LogEvents.SinkChangedOver,
        Level = LogLevel.Information,
        Message = "{Sink} can be opened now and plays from here on"
    )]
    private partial void LogChangedOver(string sink);

    [LoggerMessage(
        EventId = LogEvents.OutputObserverFailed,
        Level = LogLevel.Error,
        Message = "An observer of the output's status failed"
    )]
    private partial void LogObserverFailed(Exception error);

    [LoggerMessage(
        EventId = LogEvents.NoDevice,
        Level = LogLevel.Warning,
        Message = "There is no sound device: nobody can hear what is played. {Tried}"
    )]
    private partial void LogNoDevice(string tried);

    [LoggerMessage(EventId = LogEvents.SinkAwaited, Level = LogLevel.Warning, Message = "Waiting for {Sink}: {Reason}")]
    private partial void LogAwaited(string sink, string reason);
}
