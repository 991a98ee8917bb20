namespace Audio.Client.Streaming;

/// <summary>
/// The marks of a session that were not reported yet. Each is reported once: when the daemon reports a mark that is not
/// here, it was set twice over a cut, or was found heard before. Any thread.
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

    /// <summary>The daemon has accepted a mark.</summary>
    public void Confirm(SessionMark mark)
    {
        lock (_lock)
            mark.IsSet = true;
    }

    /// <summary>The daemon has refused a mark, or will not be asked.</summary>
    public void Remove(SessionMark mark)
    {
        lock (_lock)
        {
            _waiting.Remove(mark);
            _count = _waiting.Count;
        }
    }

    /// <summary>The daemon reports that a mark was heard.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="offset">Its byte, as the daemon was told.</param>
    /// <param name="streamBase">The byte of the stream at which the session of the daemon starts.</param>
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
    /// Takes the marks before a byte up to which the stream was heard, the first ones first. The daemon may not have
    /// reported them, as there was no connection.
    /// </summary>
    // Called for every flow message: without marks it must cost nothing.
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
    /// Takes the marks that a daemon had and that are not heard yet, after it has lost the session. Those that it had
    /// not answered are requested again in any case.
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
    /// An offset as the daemon counts it. A mark before the start of its session is heard with the first frame.
    /// </summary>
    public static long OnWire(long offset, long streamBase) => Math.Max(0, offset - streamBase);

    /// <summary>Whether the frame with the byte was heard.</summary>
    private bool IsHeard(SessionMark mark, long played) => mark.Offset / bytesPerFrame * bytesPerFrame < played;
}
