namespace Audio.Protocol.V4;

/// <summary>The first message on every connection.</summary>
/// <param name="ClientId"><c>client_N</c>.</param>
/// <param name="Timestamp">Now.</param>
/// <param name="Message">For people.</param>
/// <param name="Protocol">4.</param>
/// <param name="ResumeToken">Takes over the sessions of this connection after a cut. A secret.</param>
/// <param name="ResumeWindowMs">How long the token is valid after a cut, in milliseconds.</param>
/// <param name="Limits">The limits of the daemon.</param>
public sealed record V4Welcome(
    string ClientId,
    long Timestamp,
    string Message,
    int Protocol,
    string ResumeToken,
    long ResumeWindowMs,
    V4Limits Limits
) : V4ServerMessage("welcome");
