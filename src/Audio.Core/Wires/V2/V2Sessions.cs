using Audio.Core.Sessions;
using Audio.Protocol;
using Audio.Protocol.Etiquette;
using Audio.Protocol.V2;

namespace Audio.Core.Wires.V2;

/// <summary>
/// The sessions of one version 2 client: the one that takes chunks, and those before it that still play to their end.
/// They follow each other; none is heard over another. Any thread.
/// </summary>
internal sealed class V2Sessions(V2Server server, IWireClient client, FramePipe pipe)
{
    private readonly Lock _lock = new();

    // Under the lock.
    private readonly List<V2Session> _alive = [];
    private V2Session? _current;
    private V2Session? _last;
    private bool _ignoresChunks;
    private int _count;
    private int _turn; // sessions of a turn follow each other

    /// <summary>Whether any of its sound is still to come.</summary>
    public bool HasSound
    {
        get
        {
            lock (_lock)
                return _alive.Count > 0;
        }
    }

    /// <summary>The session that takes chunks, if there is one.</summary>
    public V2Session? Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>The session for a chunk. The first chunk opens one.</summary>
    /// <param name="opened">Whether it has just been opened.</param>
    /// <returns>
    /// <see langword="null"/>: chunks are ignored, because what they belong to was silenced or could not be played.
    /// </returns>
    /// <exception cref="AudioException">None can be opened; chunks are ignored from here on.</exception>
    public V2Session? ForChunk(out bool opened)
    {
        lock (_lock)
        {
            opened = _current is null && !_ignoresChunks;
            return opened ? Open() : _current;
        }
    }

    /// <summary>Opens a session unless there is one.</summary>
    /// <returns>The session, if it was opened.</returns>
    /// <exception cref="AudioException">None can be opened; chunks are ignored from here on.</exception>
    public V2Session? Begin()
    {
        lock (_lock)
            return _current is null ? Open() : null;
    }

    /// <summary>The stream of the current session has ended; later chunks belong to another.</summary>
    /// <param name="wasIgnored">Whether it was silenced, or could not be played.</param>
    public V2Session? End(out bool wasIgnored)
    {
        lock (_lock)
        {
            V2Session? ended = _current;
            wasIgnored = _ignoresChunks;
            Leave();
            _ignoresChunks = false;
            return ended;
        }
    }

    /// <summary>Silences everything.</summary>
    /// <param name="ignoresChunks">Whether later chunks belong to what was silenced.</param>
    /// <returns>Whether there was anything.</returns>
    public bool Silence(bool ignoresChunks)
    {
        V2Session[] silenced;
        lock (_lock)
        {
            _ignoresChunks = ignoresChunks && (_ignoresChunks || _current is not null);
            silenced = [.. _alive];
            foreach (V2Session session in silenced)
                session.IsSilenced = true;
            _alive.Clear();
            _turn++;
            Leave();
        }

        foreach (V2Session session in silenced)
            session.Audio.Cancel();
        return silenced.Length > 0;
    }

    /// <summary>Does something with all that plays.</summary>
    public void ForAll(Action<AudioSession> action)
    {
        V2Session[] all;
        lock (_lock)
            all = [.. _alive];
        foreach (V2Session session in all)
            action(session.Audio);
    }

    /// <summary>A session is over.</summary>
    /// <param name="session">The session.</param>
    /// <param name="isLost">Whether later chunks would belong to it.</param>
    /// <returns>Whether it was neither silenced nor followed by another.</returns>
    public bool Over(V2Session session, bool isLost)
    {
        lock (_lock)
        {
            session.End();
            _alive.Remove(session);
            if (_current == session)
            {
                Leave();
                _ignoresChunks = isLost;
            }

            return !session.IsSilenced && _alive.Count == 0;
        }
    }

    /// <summary>The figures of the latest session.</summary>
    public V2Figures Figures()
    {
        lock (_lock)
        {
            V2Figures figures = _last?.Figures() ?? new V2Figures();
            return _alive.Count > 0 ? figures : figures with { State = V2States.Idle, BufferUtilization = 0 };
        }
    }

    private V2Session Open()
    {
        _ignoresChunks = true; // unless this succeeds
        AudioSession audio = pipe.OpenSession(
            new SessionOptions
            {
                Format = server.Options.Format,
                Container = AudioContainer.Auto, // any chunk may begin with a header
                Id = $"{client.Id}-{++_count}",
                Owner = client.Id,
                Etiquette = new SessionEtiquette
                {
                    Channel = $"{client.Id}.v2.{_turn}",
                    Overlap = ChannelOverlap.Queue,
                },
                KeepsBacklog = true, // it has no backpressure
                HasMore = () => client.HasMore,
                IsOwnUser = () => client.IsOwnUser,
            }
        );
        _ignoresChunks = false;
        var session = new V2Session(audio, server);
        _alive.Add(session);
        (_current, _last) = (session, session);
        client.Session = audio;
        return session;
    }

    private void Leave()
    {
        _current = null;
        client.Session = null;
    }
}
