namespace Audio.Client;

/// <summary>The progress of the session; several times a second.</summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="BytesReceived">The bytes of its stream that the daemon has received.</param>
/// <param name="BytesPlayed">The bytes of its stream that were heard.</param>
public sealed record SessionProgress(string SessionId, long BytesReceived, long BytesPlayed) : SessionEvent(SessionId)
{
    /// <summary>How much of its sound was heard; null: the daemon has not said it.</summary>
    public TimeSpan? Played { get; init; }
}
