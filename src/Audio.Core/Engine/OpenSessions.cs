using System.Collections.Concurrent;
using Audio.Core.Sessions;

namespace Audio.Core.Engine;

/// <summary>
/// The sessions of an engine that have not ended: limited in number, in all and for each client, with unique names. Any
/// thread.
/// </summary>
/// <param name="max">The most sessions open at a time.</param>
/// <param name="maxPerClient">The most of one client.</param>
internal sealed class OpenSessions(int max, int maxPerClient)
{
    private readonly ConcurrentDictionary<string, AudioSession> _sessions = new();
    private long _lastId;

    // Guarded by the lock; including the sessions being opened.
    private readonly Lock _lock = new();
    private readonly Dictionary<object, int> _countOf = [];
    private int _count;

    /// <summary>A snapshot of the sessions.</summary>
    public IReadOnlyCollection<AudioSession> All => (IReadOnlyCollection<AudioSession>)_sessions.Values;

    /// <summary>
    /// Creates a session and adds it. A session that is not added never touches the one that has its name.
    /// </summary>
    /// <param name="name">Its name; <see langword="null"/>: one is generated.</param>
    /// <param name="client">Whom it counts for; <see langword="null"/>: nobody.</param>
    /// <param name="create">Creates a session with this name, of this client.</param>
    /// <exception cref="AudioException">A limit is reached, or the name is taken.</exception>
    public AudioSession Add(string? name, object? client, Func<string, AudioSession> create)
    {
        Count(client);
        bool isAdded = false;
        try
        {
            AudioSession session = create(name ?? $"session_{Interlocked.Increment(ref _lastId)}");
            isAdded = _sessions.TryAdd(session.Id, session);
            return isAdded
                ? session
                : throw new AudioException(
                    AudioErrorKind.NameTaken,
                    $"A session named {session.Id} is open; choose another name."
                );
        }
        finally
        {
            if (!isAdded)
                Discount(client);
        }
    }

    /// <summary>Removes one that has ended.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(AudioSession session)
    {
        if (!_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
            return false;
        Discount(session.Client);
        return true;
    }

    private void Count(object? client)
    {
        lock (_lock)
        {
            if (_count == max)
            {
                throw new AudioException(
                    AudioErrorKind.TooManySessions,
                    $"{max} sessions are open, as many as are allowed; try again when one has ended."
                );
            }

            if (client is not null)
            {
                int open = _countOf.GetValueOrDefault(client);
                if (open == maxPerClient)
                {
                    throw new AudioException(
                        AudioErrorKind.TooManySessions,
                        $"{maxPerClient} sessions of this client are open, as many as one client may have; "
                            + "try again when one of them has ended."
                    );
                }
                _countOf[client] = open + 1;
            }
            _count++;
        }
    }

    private void Discount(object? client)
    {
        lock (_lock)
        {
            _count--;
            if (client is not null && --_countOf[client] == 0)
                _countOf.Remove(client);
        }
    }
}
