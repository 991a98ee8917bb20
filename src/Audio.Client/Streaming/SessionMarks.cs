namespace Audio.Client.Streaming;

/// <summary>
/// The marks of a session that its user has not been told of. Each is told once: what the daemon says of a mark that is
/// not here (it was set twice over a cut, or seen to be heard before) is no news. Any thread.
/// </summary>
internal sealed class SessionMarks(int bytesPerFrame)
{
    // Under the lock.
    private readonly Lock _lock = new();
    private readonly List<SessionMark> _waiting = [];

    // Any thread.
    private volatile int _count;

    public void Add(SessionMark mark)
    {
        lock (_lock)
        {
            _waiting.Add(mark);
            _count = _waiting.Count;
        }
    }

    /// <summary>The daemon has taken it.</summary>
    public void Confirm(SessionMark mark)
    {
        lock (_lock)
            mark.IsSet = true;
    }

    /// <summary>The daemon has refused it, or will not be asked.</summary>
    public void Remove(SessionMark mark)
    {
        lock (_lock)
        {
            _waiting.Remove(mark);
            _count = _waiting.Count;
        }
    }

    /// <summary>The daemon says that one is heard.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="offset">Its byte as it was asked for.</param>
    /// <param name="streamBase">Where in the stream the daemon's session begins.</param>
    public SessionMark? TakeHeard(string name, long offset, long streamBase)
    {
        lock (_lock)
        {
            int index = _waiting.FindIndex(mark => mark.Name == name && OnWire(mark.Offset, streamBase) == offset);
            if (index < 0)
                return null;
            SessionMark mark = _waiting[index];
            _waiting.RemoveAt(index);
            _count = _waiting.Count;
            return mark;
        }
    }

    /// <summary>
    /// So much of the stream is known to have been heard: the marks in it that nobody has told of, the nearest first,
    /// as they may have been heard while there was no connection.
    /// </summary>
    // asked with every flow message: without marks it costs nothing
    public SessionMark[] TakeHeard(long played) => _count == 0 ? [] : TakeHeardOfSome(played);

    private SessionMark[] TakeHeardOfSome(long played)
    {
        lock (_lock)
        {
            SessionMark[] heard =
            [
                .. _waiting.Where(mark => mark.IsSet && IsHeard(mark, played)).OrderBy(static mark => mark.Offset),
            ];
            foreach (SessionMark mark in heard)
                _waiting.Remove(mark);
            _count = _waiting.Count;
            return heard;
        }
    }

    /// <summary>
    /// The daemon has lost the session: the marks that it had and that are still to be heard. Those that it has not
    /// answered are asked for again anyway.
    /// </summary>
    public SessionMark[] TakeToSetAgain(long played)
    {
        lock (_lock)
        {
            SessionMark[] again = [.. _waiting.Where(mark => mark.IsSet && !IsHeard(mark, played))];
            foreach (SessionMark mark in again)
                mark.IsSet = false;
            return again;
        }
    }

    /// <summary>
    /// A place as the daemon counts it. One in front of where its session begins is told with its first frame.
    /// </summary>
    public static long OnWire(long offset, long streamBase) => Math.Max(0, offset - streamBase);

    /// <summary>The frame that holds the byte was heard.</summary>
    private bool IsHeard(SessionMark mark, long played) => mark.Offset / bytesPerFrame * bytesPerFrame < played;
}
