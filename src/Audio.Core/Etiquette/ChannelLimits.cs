namespace Audio.Core.Etiquette;

/// <summary>How long a channel waits for a session that may play but does not, and how many sessions it has.</summary>
/// <param name="SilentAfter">A session that has been silent for this long keeps nobody out.</param>
/// <param name="YieldAfter">A session that has been paused for this long keeps nobody out.</param>
/// <param name="MaxSessions">The most sessions on one channel, playing and waiting.</param>
internal sealed record ChannelLimits(TimeSpan SilentAfter, TimeSpan YieldAfter, int MaxSessions);
