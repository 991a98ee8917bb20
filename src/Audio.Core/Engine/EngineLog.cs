using Audio.Core.Sessions;
using Audio.Protocol;
using Microsoft.Extensions.Logging;

namespace Audio.Core.Engine;

/// <summary>The log events of an engine about its sessions and buses.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(
        EventId = LogEvents.BusEffectFailed,
        Level = LogLevel.Error,
        Message = "The effect {Effect} of the bus {Bus} failed; the bus continues without it"
    )]
    public static partial void BusEffectFailed(ILogger logger, Exception fault, string effect, string bus);

    [LoggerMessage(
        EventId = LogEvents.SessionOpened,
        Level = LogLevel.Debug,
        Message = "Session {Session} opened: {Format}"
    )]
    public static partial void SessionOpened(ILogger logger, string session, AudioFormat? format);

    public static void SessionEnded(ILogger logger, SessionResult result)
    {
        SessionStatistics statistics = result.Statistics;
        double? ttfaMs = statistics.Ttfa.Device is { } ttfa ? Math.Round(ttfa.TotalMilliseconds, 1) : null;
        if (ttfaMs is { } measured)
        {
            Ended(logger, result.SessionId, result.Reason, statistics.FramesPlayed, statistics.Underruns, measured);
        }
        else
        {
            EndedUnmeasured(logger, result.SessionId, result.Reason, statistics.FramesPlayed, statistics.Underruns);
        }
    }

    [LoggerMessage(
        EventId = LogEvents.SessionEnded,
        Level = LogLevel.Information,
        Message = "Session {Session} ended: {Reason}, {Frames} frames played, {Underruns} underruns, TTFA {TtfaMs} ms"
    )]
    private static partial void Ended(
        ILogger logger,
        string session,
        SessionEndReason reason,
        long frames,
        int underruns,
        double ttfaMs
    );

    [LoggerMessage(
        EventId = LogEvents.SessionEndedUnmeasured,
        Level = LogLevel.Information,
        Message = "Session {Session} ended: {Reason}, {Frames} frames played, {Underruns} underruns, no TTFA"
    )]
    private static partial void EndedUnmeasured(
        ILogger logger,
        string session,
        SessionEndReason reason,
        long frames,
        int underruns
    );
}
