namespace Audio.Protocol.V4;

/// <summary>
/// <c>cancel_session</c>, answered with <c>session_stopped</c>: silence now, over 5 ms; what is held is discarded.
/// </summary>
public sealed record V4CancelSession() : V4SessionMessage("cancel_session");
