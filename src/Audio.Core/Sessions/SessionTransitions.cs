using static Audio.Core.Sessions.SessionState;

namespace Audio.Core.Sessions;

/// <summary>
/// The states of a session as one table: <c>Opening -> Buffering -> Playing &lt;-> Paused -> Draining -> Ended</c>, and
/// <c>Queued</c> while it waits for its channel. A trigger that does not apply to a state leaves it unchanged, so a
/// late event does no harm.
/// </summary>
internal static class SessionTransitions
{
    private static readonly SessionState[,] Table =
    {
        // Data       Sounding   Pause      Resume     Hold       Release    Drain      End
        { Buffering, Opening, Paused, Opening, Queued, Opening, Draining, Ended }, // Opening
        { Buffering, Playing, Paused, Buffering, Queued, Buffering, Draining, Ended }, // Buffering
        { Playing, Playing, Paused, Playing, Queued, Playing, Draining, Ended }, // Playing
        { Paused, Paused, Paused, Playing, Queued, Paused, Paused, Ended }, // Paused
        { Queued, Queued, Paused, Playing, Queued, Opening, Queued, Ended }, // Queued
        { Draining, Draining, Paused, Draining, Queued, Draining, Draining, Ended }, // Draining
        { Ended, Ended, Ended, Ended, Ended, Ended, Ended, Ended }, // Ended
    };

    public static SessionState Next(SessionState state, SessionTrigger trigger) => Table[(int)state, (int)trigger];
}
