namespace Audio.Protocol.V4;

/// <summary><c>pause_session</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4PauseSession() : V4SessionMessage("pause_session");
