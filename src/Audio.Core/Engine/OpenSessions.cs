using System.Collections.Concurrent;
using Audio.Core.Sessions;

namespace Audio.Core.Engine;

/// <summary>The sessions of an engine that have not ended: limited in number, with unique names. Any thread.</summary>
/// <param name="max">The most sessions open at a time.</param>
internal sealed class OpenSessions(int max)
{
    private readonly ConcurrentDictionary<string, AudioSession> _sessions = new();
    private int _count; // including those being opened
    private long _lastId;

    /// <summary>A snapshot of the sessions.</summary>
    public IReadOnlyCollection<AudioSession> All => (IReadOnlyCollection<AudioSession>)_sessions.Values;

    /// <summary>
    /// Creates a session and adds it. A session that is not added never touches the one that has its name.
    /// </summary>
    /// <param name="name">Its name; <see langword="null"/>: one is generated.</param>
    /// <param name="create">Creates a session with this name.</param>
    /// <exception cref="AudioException">The limit is reached, or the name is taken.</exception>
    public AudioSession Add(string? name, Func<string, AudioSession> create)
    {
        if (Interlocked.Increment(ref _count) > max)
        {
            Interlocked.Decrement(ref _count);
            throw new AudioException(
                AudioErrorKind.TooManySessions,
                $"{max} sessions are open, as many as are allowed; try again when one has ended."
            );
        }

        AudioSession session = create(name ?? $"session_{Interlocked.Increment(ref _lastId)}");
        if (_sessions.TryAdd(session.Id, session))
            return session;
        Interlocked.Decrement(ref _count);
        throw new AudioException(
            AudioErrorKind.NameTaken,
            $"A session named {session.Id} is open; choose another name."
        );
    }

    /// <summary>Removes one that has ended.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(AudioSession session)
    {
        if (!_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }
}
