namespace Audio.Protocol.V4;

/// <summary>Answers <c>pause_session</c>, <c>resume_session</c> and <c>set_volume</c>: it was taken.</summary>
/// <param name="SessionId">Which.</param>
/// <param name="Paused">Whether it is to be paused now.</param>
/// <param name="Volume">The gain it goes to.</param>
public sealed record V4SessionChanged(string SessionId, bool Paused, double Volume) : V4Reply("session_changed");
