using Audio.Core.Codecs;
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

    /// <summary>Tells what was decided about the samples of a stream, and its title.</summary>
    public static void Found(ILogger logger, string session, SoundInfo info)
    {
        if (info.Choice is { } choice)
            ByteOrder(logger, session, choice);
        if (info.Label is { } label)
            Titled(logger, session, info.Codec, label);
    }

    [LoggerMessage(
        EventId = LogEvents.SessionByteOrder,
        Level = LogLevel.Information,
        Message = "Session {Session} is taken as {Choice}"
    )]
    private static partial void ByteOrder(ILogger logger, string session, string choice);

    [LoggerMessage(
        EventId = LogEvents.SessionTitled,
        Level = LogLevel.Information,
        Message = "Session {Session} is {Codec}: {Title}"
    )]
    private static partial void Titled(ILogger logger, string session, string codec, string title);
}
