namespace Audio.Core.Sinks.Output;

/// <summary>
/// Schedules the search for a device to replace the null sink: at once, then after 100 ms, 200 ms and so on up to 1 s,
/// for a while. One thread at a time.
/// </summary>
internal sealed class DeviceSearch(TimeProvider time)
{
    /// <summary>
    /// How long a new session waits for a device before it plays unheard, and how long the search then lasts.
    /// </summary>
    internal static readonly TimeSpan SessionWait = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long to search after the socket of a sound server has appeared: its devices come after its socket.
    /// </summary>
    internal static readonly TimeSpan ServerStart = TimeSpan.FromSeconds(10);

    /// <summary>The shortest interval between searches while sound plays unheard.</summary>
    internal static readonly TimeSpan ReconsiderInterval = TimeSpan.FromSeconds(5);

    private bool _isRunning;
    private long _begun;
    private TimeSpan _length;
    private long _tried = time.GetTimestamp();
    private TimeSpan _pause;
    private int _failures;

    /// <summary>Whether a search is running.</summary>
    public bool IsRunning => _isRunning;

    /// <summary>The time since the last attempt.</summary>
    public TimeSpan IdleFor => time.GetElapsedTime(_tried);

    /// <summary>The time until the next attempt; zero or less: it is due.</summary>
    public TimeSpan Left => _pause - IdleFor;

    /// <summary>Starts a search that lasts at least this long; the first attempt is due at once.</summary>
    public void Begin(TimeSpan length)
    {
        TimeSpan rest = _isRunning ? _length - time.GetElapsedTime(_begun) : TimeSpan.Zero;
        (_isRunning, _failures, _pause) = (true, 0, TimeSpan.Zero);
        _begun = time.GetTimestamp();
        _length = length > rest ? length : rest;
    }

    /// <summary>Records an attempt that found nothing.</summary>
    /// <returns>The time until the next attempt; null: the search is over.</returns>
    public TimeSpan? Failed()
    {
        _tried = time.GetTimestamp();
        _pause = ReopenBackoff.Delay(_failures++);
        _isRunning = time.GetElapsedTime(_begun, _tried) + _pause <= _length;
        return _isRunning ? _pause : null;
    }

    /// <summary>Ends the search.</summary>
    public void End() => _isRunning = false;
}
