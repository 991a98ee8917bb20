namespace Audio.Client.Connection;

/// <summary>
/// The tokens that may name the client's sessions at a daemon. A failed attempt may have moved the sessions to its own
/// token, so every token is kept until one connection is known to hold them. Guarded by the link's lock.
/// </summary>
internal sealed class ResumeTokens
{
    /// <summary>Each failed attempt adds a token; beyond this the oldest is dropped.</summary>
    public const int Capacity = 64;

    private readonly List<(AudioDaemonEndpoint Endpoint, string Token)> _tokens = [];

    /// <summary>The daemon of the oldest token, or null where there is none.</summary>
    public AudioDaemonEndpoint? Holder => _tokens.Count > 0 ? _tokens[0].Endpoint : null;

    public void Add(AudioDaemonEndpoint endpoint, string token)
    {
        if (_tokens.Count == Capacity)
            _tokens.RemoveAt(0);
        _tokens.Add((endpoint, token));
    }

    /// <summary>The connection with this token holds the sessions; the other tokens are dropped.</summary>
    public void Settle(AudioDaemonEndpoint endpoint, string token)
    {
        _tokens.Clear();
        _tokens.Add((endpoint, token));
    }

    /// <summary>The tokens of one daemon, oldest first.</summary>
    public string[] Of(AudioDaemonEndpoint endpoint) =>
        [.. _tokens.Where(t => t.Endpoint.Equals(endpoint)).Select(t => t.Token)];

    public void Clear() => _tokens.Clear();
}
