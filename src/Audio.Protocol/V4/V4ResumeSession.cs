namespace Audio.Protocol.V4;

/// <summary><c>resume_session</c>, answered with <c>session_changed</c>.</summary>
public sealed record V4ResumeSession() : V4SessionMessage("resume_session");
