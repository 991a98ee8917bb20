using System.Reactive.Linq;
using Audio.Protocol;

namespace Audio.Core.Sessions;

/// <summary>Ends sessions that nobody is left to continue.</summary>
public static class AbandonedSessionExtensions
{
    private const int LooksPerLimit = 10;

    /// <summary>
    /// The producer of a session is gone for good. What the session holds is still played, but if none of it is heard
    /// for some time, the session ends silently as <see cref="SessionEndReason.Disconnected"/>: it is paused, or its
    /// output is away. The time does not run while it waits for its channel. Any thread.
    /// </summary>
    /// <param name="session">The session; its stream should have been ended.</param>
    /// <param name="limit">How long it may make no progress.</param>
    public static void Abandon(this AudioSession session, TimeSpan limit) =>
        session
            .States.Select(state =>
                state is SessionState.Queued or SessionState.Ended ? Observable.Empty<bool>() : Stuck(session, limit)
            )
            .Switch()
            .Take(1)
            .Subscribe(_ => session.Cancel(SessionEndReason.Disconnected));

    /// <summary>Produces a value once the session has made no progress for that long.</summary>
    private static IObservable<bool> Stuck(AudioSession session, TimeSpan limit) =>
        Observable
            .Interval(limit / LooksPerLimit, session.Scheduler)
            .Select(_ => session.Statistics.FramesPlayed)
            .Scan((Played: session.Statistics.FramesPlayed, Looks: 0), static (last, played) =>
                (played, played == last.Played ? last.Looks + 1 : 0)
            )
            .Where(static last => last.Looks == LooksPerLimit)
            .Select(static _ => true);
}
