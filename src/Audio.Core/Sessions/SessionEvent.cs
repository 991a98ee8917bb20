namespace Audio.Core.Sessions;

/// <summary>An event of a session.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Statistics">The statistics of the session at that moment.</param>
public readonly record struct SessionEvent(SessionEventKind Kind, SessionStatistics Statistics)
{
    /// <summary>For <see cref="SessionEventKind.MarkHeard"/>: the mark.</summary>
    public SessionMark? Mark { get; init; }
}
