using System.Reactive.Linq;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>Ends sessions that nobody is left to continue.</summary>
public static class AbandonedSessionExtensions
{
    /// <summary>
    /// The producer of a session is gone for good. What the session holds is still played, but if none of it is heard
    /// for some time, the session ends silently as <see cref="SessionEndReason.Disconnected"/>: it is paused, or its
    /// output is away. The time does not run while it waits for its channel. Any thread.
    /// </summary>
    /// <param name="session">The session; its stream should have been ended.</param>
    /// <param name="limit">How long it may make no progress.</param>
    /// <param name="endsIfPaused">Whether it ends at once if it is paused, because nobody can resume it.</param>
    public static void Abandon(this AudioSession session, TimeSpan limit, bool endsIfPaused = false)
    {
        if (endsIfPaused && session.State == SessionState.Paused)
        {
            session.Cancel(SessionEndReason.Disconnected);
            return;
        }

        session
            .States.Select(state =>
                state switch
                {
                    SessionState.Queued or SessionState.Ended => Observable.Empty<bool>(),
                    SessionState.Paused => Observable.Timer(limit, session.Scheduler).Select(static _ => true),
                    _ => NoProgress(session, limit),
                }
            )
            .Switch()
            .Take(1)
            .Subscribe(_ => session.Cancel(SessionEndReason.Disconnected));
    }

    /// <summary>Produces a value when nothing was heard of the session for that long.</summary>
    private static IObservable<bool> NoProgress(AudioSession session, TimeSpan limit) =>
        Observable
            .Defer(() =>
            {
                long before = session.Statistics.FramesPlayed;
                return Observable
                    .Timer(limit, session.Scheduler)
                    .Select(_ => session.Statistics.FramesPlayed == before);
            })
            .Repeat()
            .Where(static isStuck => isStuck);
}
