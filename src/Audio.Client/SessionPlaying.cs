namespace Audio.Client;

/// <summary>
/// The first sample has sounded. Times are since the first byte reached the daemon; null: not measured.
/// </summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="TimeToFirstAudio">Until the device played it.</param>
/// <param name="Decoded">Until it was decoded.</param>
/// <param name="Mixed">Until it was mixed.</param>
public sealed record SessionPlaying(string SessionId, TimeSpan? TimeToFirstAudio, TimeSpan? Decoded, TimeSpan? Mixed)
    : SessionEvent(SessionId);
