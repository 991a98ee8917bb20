using Audio.Core.Engine;
using Audio.Core.Sessions;

namespace Audio.Host.Reports;

/// <summary>Remembers the most recently ended sessions for later queries. Any thread.</summary>
internal sealed class EndedSessions : IDisposable
{
    /// <summary>How many sessions are remembered.</summary>
    public const int Kept = 64;

    private readonly Lock _lock = new();
    private readonly Queue<SessionResult> _results = new();
    private readonly IDisposable _subscription;

    public EndedSessions(AudioEngine engine) => _subscription = engine.SessionEnded.Subscribe(Add);

    /// <summary>The remembered sessions, oldest first.</summary>
    public IReadOnlyList<SessionResult> All
    {
        get
        {
            lock (_lock)
                return [.. _results];
        }
    }

    /// <summary>The most recent session of this name, if it is remembered.</summary>
    public SessionResult? Find(string id)
    {
        lock (_lock)
            return _results.LastOrDefault(result => result.SessionId == id);
    }

    public void Dispose() => _subscription.Dispose();

    private void Add(SessionResult result)
    {
        lock (_lock)
        {
            _results.Enqueue(result);
            while (_results.Count > Kept)
                _results.Dequeue();
        }
    }
}
