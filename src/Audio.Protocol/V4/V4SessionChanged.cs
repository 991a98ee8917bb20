namespace Audio.Protocol.V4;

/// <summary>
/// Answers <c>pause_session</c>, <c>resume_session</c> and <c>set_volume</c>: the change is accepted.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Paused">Whether the session is to be paused.</param>
/// <param name="Volume">The gain that was set.</param>
public sealed record V4SessionChanged(string SessionId, bool Paused, double Volume) : V4Reply("session_changed");
