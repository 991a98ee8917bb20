namespace Audio.Protocol.V4;

/// <summary>
/// <c>cancel_session</c>, answered with <c>session_stopped</c>: fades out over 5 ms and discards what is buffered.
/// </summary>
public sealed record V4CancelSession() : V4SessionMessage("cancel_session");
