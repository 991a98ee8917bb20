namespace Audio.Protocol.V4;

/// <summary>Answers <c>resume</c>: the sessions of the broken connection belong to this connection now.</summary>
/// <param name="Sessions">The sessions that go on; the client sends on from <c>received</c>.</param>
/// <param name="Ended">The sessions that have ended, which the client may not know.</param>
public sealed record V4Resumed(IReadOnlyList<V4SessionStatus> Sessions, IReadOnlyList<V4SessionEnded> Ended)
    : V4Reply("resumed");
