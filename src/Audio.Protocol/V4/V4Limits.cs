namespace Audio.Protocol.V4;

/// <summary>The limits of a daemon.</summary>
/// <param name="MaxMessageBytes">The maximum length of a message, text or binary.</param>
/// <param name="MaxSessions">The maximum number of sessions per connection.</param>
/// <param name="MaxBufferedMs">
/// How much sound the daemon buffers for a session, in milliseconds; <c>limit</c> follows from it.
/// </param>
public sealed record V4Limits(int MaxMessageBytes, int MaxSessions, long MaxBufferedMs);
