using System.Collections.Concurrent;

namespace Audio.Soak.Ledger;

/// <summary>What clients were told: which sessions were accepted, and how they ended. Any thread.</summary>
internal sealed class SessionLedger
{
    private readonly ConcurrentQueue<string> _accepted = new();
    private readonly ConcurrentQueue<string> _acceptedV3 = new();
    private readonly ConcurrentQueue<(string Session, string Reason, bool MayRepeat)> _endings = new();

    /// <summary>Names of sessions that were accepted, one entry for each time.</summary>
    public IReadOnlyCollection<string> Accepted => _accepted;

    /// <summary>Version 3, whose sessions have no names: the client, one entry for each session.</summary>
    public IReadOnlyCollection<string> AcceptedV3 => _acceptedV3;

    /// <summary>Endings that were told, one entry for each time.</summary>
    public IReadOnlyCollection<(string Session, string Reason, bool MayRepeat)> Endings => _endings;

    /// <summary>A session was accepted.</summary>
    public void Accept(string session) => _accepted.Enqueue(session);

    /// <summary>A session of a version 3 client was accepted.</summary>
    public void AcceptV3(string client) => _acceptedV3.Enqueue(client);

    /// <summary>A client was told of an ending.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reason">How it ended.</param>
    /// <param name="mayRepeat">Whether it stood in <c>resumed</c>, which may repeat what was told before.</param>
    public void End(string session, string reason, bool mayRepeat = false) =>
        _endings.Enqueue((session, reason, mayRepeat));
}
