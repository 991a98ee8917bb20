namespace Audio.Client;

/// <summary>
/// A place that <see cref="PlaybackSession.MarkAsync"/> named is heard, by the device's own position; once for each
/// mark.
/// </summary>
/// <param name="SessionId">Which.</param>
/// <param name="Name">What the mark is called.</param>
/// <param name="Offset">Its place in the stream, in bytes as they were written.</param>
public sealed record SessionMarkHeard(string SessionId, string Name, long Offset) : SessionEvent(SessionId);
