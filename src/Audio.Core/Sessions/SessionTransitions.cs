using static Audio.Core.Sessions.SessionState;

namespace Audio.Core.Sessions;

/// <summary>
/// The life of a session as one table: <c>Opening -> Buffering -> Playing &lt;-> Paused -> Draining -> Ended</c>, and
/// <c>Queued</c> for one that waits on its channel. A trigger that means nothing in a state leaves it as it is, so a
/// late event can do no harm.
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
