namespace Audio.Protocol.V4;

/// <summary>The caps of a daemon.</summary>
/// <param name="MaxMessageBytes">The longest message, text or binary.</param>
/// <param name="MaxSessions">The most sessions of one connection.</param>
/// <param name="MaxBufferedMs">
/// The most sound that the daemon holds for a session; <c>limit</c> follows from it.
/// </param>
public sealed record V4Limits(int MaxMessageBytes, int MaxSessions, long MaxBufferedMs);
