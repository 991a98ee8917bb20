namespace Audio.Core.Sessions;

/// <summary>Something that happened to a session.</summary>
/// <param name="Kind">What.</param>
/// <param name="Statistics">Its figures at that moment.</param>
public readonly record struct SessionEvent(SessionEventKind Kind, SessionStatistics Statistics)
{
    /// <summary>For <see cref="SessionEventKind.MarkHeard"/>: which.</summary>
    public SessionMark? Mark { get; init; }
}
