using System.Collections.Concurrent;
using Audio.Core.Sessions;

namespace Audio.Core.Engine;

/// <summary>The sessions of an engine that have not ended: so many at the most, each name once. Any thread.</summary>
/// <param name="max">How many may be open at a time.</param>
internal sealed class OpenSessions(int max)
{
    private readonly ConcurrentDictionary<string, AudioSession> _sessions = new();
    private int _count; // those that are being opened among them
    private long _lastId;

    /// <summary>As they are now.</summary>
    public IReadOnlyCollection<AudioSession> All => (IReadOnlyCollection<AudioSession>)_sessions.Values;

    /// <summary>Makes a session and adds it.</summary>
    /// <param name="name">Its name; <see langword="null"/>: it is given one.</param>
    /// <param name="create">Makes a session of that name.</param>
    /// <exception cref="AudioException">As many are open as may be, or the name is taken.</exception>
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
        if (!_sessions.TryRemove(session.Id, out _))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }
}
