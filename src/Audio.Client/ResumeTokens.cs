namespace Audio.Client;

/// <summary>
/// The resume tokens under which a daemon may hold the sessions of this client. A failed attempt may have moved them to
/// its own token, so every token is kept until one connection is known to hold them. Under the lock of <see
/// cref="LinkState"/>.
/// </summary>
internal sealed class ResumeTokens
{
    /// <summary>Every failed attempt adds a token; beyond this many the oldest is dropped.</summary>
    public const int Capacity = 64;

    private readonly List<(AudioDaemonEndpoint Endpoint, string Token)> _tokens = [];

    /// <summary>The daemon of the oldest token; null: there is none.</summary>
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
