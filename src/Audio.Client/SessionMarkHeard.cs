namespace Audio.Client;

/// <summary>
/// A mark of <see cref="PlaybackSession.MarkAsync"/> was heard, by the position of the device. Reported once for each
/// mark.
/// </summary>
/// <param name="SessionId">The id of the session.</param>
/// <param name="Name">The name of the mark.</param>
/// <param name="Offset">Its offset in the stream as it was written, in bytes.</param>
public sealed record SessionMarkHeard(string SessionId, string Name, long Offset) : SessionEvent(SessionId);
