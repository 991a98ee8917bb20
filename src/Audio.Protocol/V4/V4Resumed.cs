namespace Audio.Protocol.V4;

/// <summary>Answers <c>resume</c>: the sessions of the cut connection are this connection's now.</summary>
/// <param name="Sessions">Those that go on: the client sends on from <c>received</c>.</param>
/// <param name="Ended">Those that have ended and may not have been told.</param>
public sealed record V4Resumed(IReadOnlyList<V4SessionStatus> Sessions, IReadOnlyList<V4SessionEnded> Ended)
    : V4Reply("resumed");
