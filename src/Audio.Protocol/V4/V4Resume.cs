namespace Audio.Protocol.V4;

/// <summary><c>resume</c>, answered with <c>resumed</c>: takes over the sessions of a connection that broke.</summary>
public sealed record V4Resume() : V4ClientMessage("resume")
{
    /// <summary>The <c>resumeToken</c> of that connection's <c>welcome</c>.</summary>
    public required string Token { get; init; }
}
