using Audio.Core.Sessions;
using Audio.Core.Sinks;
using Audio.Protocol.V4;

namespace Audio.Core.Wires.V4;

/// <summary>The names of the engine's values on the wire.</summary>
internal static class V4Names
{
    public static string Of(SessionState state) =>
        state switch
        {
            SessionState.Opening => V4SessionStates.Opening,
            SessionState.Buffering => V4SessionStates.Buffering,
            SessionState.Playing => V4SessionStates.Playing,
            SessionState.Paused => V4SessionStates.Paused,
            SessionState.Queued => V4SessionStates.Queued,
            SessionState.Draining => V4SessionStates.Draining,
            _ => V4SessionStates.Ended,
        };

    public static string Of(AudioErrorKind kind) =>
        kind switch
        {
            AudioErrorKind.TooManySessions => V4ErrorCodes.TooManySessions,
            AudioErrorKind.Closed => V4ErrorCodes.ShuttingDown,
            AudioErrorKind.TooManyMarks => V4ErrorCodes.TooManyMarks,
            AudioErrorKind.NameTaken => V4ErrorCodes.SessionExists,
            AudioErrorKind.SessionEnded => V4ErrorCodes.StreamEnded,
            _ => V4ErrorCodes.UnsupportedFormat,
        };

    public static V4Inaudible? Of(Inaudibility? why) =>
        why is null
            ? null
            : new V4Inaudible(InaudibleReasonNames.NameOf(why.Reason), why.Message, Milliseconds(why.Length));

    public static double? Milliseconds(TimeSpan? time) =>
        time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
