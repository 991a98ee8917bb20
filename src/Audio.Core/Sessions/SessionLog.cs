using Microsoft.Extensions.Logging;

namespace Audio.Core.Sessions;

/// <summary>The log events of a session.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(
        EventId = LogEvents.SessionUnplayable,
        Level = LogLevel.Warning,
        Message = "Session {Session} cannot be played: {Reason}"
    )]
    public static partial void Unplayable(ILogger logger, string session, string reason);

    [LoggerMessage(EventId = LogEvents.SessionFailed, Level = LogLevel.Error, Message = "Session {Session} failed")]
    public static partial void Failed(ILogger logger, Exception error, string session);
}
