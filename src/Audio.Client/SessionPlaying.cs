namespace Audio.Client;

/// <summary>Its first sample has sounded. Times since its first byte reached the daemon; null: not measured.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="TimeToFirstAudio">Until the device played it.</param>
/// <param name="Decoded">Until it was decoded.</param>
/// <param name="Mixed">Until it was mixed.</param>
public sealed record SessionPlaying(string SessionId, TimeSpan? TimeToFirstAudio, TimeSpan? Decoded, TimeSpan? Mixed)
    : SessionEvent(SessionId);
