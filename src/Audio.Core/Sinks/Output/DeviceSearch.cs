namespace Audio.Core.Sinks.Output;

/// <summary>
/// When a device is looked for in place of the null sink: at once, then after 100 ms, 200 ms and so on to 1 s, for a
/// while. One thread at a time.
/// </summary>
internal sealed class DeviceSearch(TimeProvider time)
{
    /// <summary>
    /// How long a session that begins waits for a device before it is played to nobody, and how long one is looked for
    /// then.
    /// </summary>
    internal static readonly TimeSpan SessionWait = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a device is looked for once a sound server's socket has appeared: its devices come after its socket.
    /// </summary>
    internal static readonly TimeSpan ServerStart = TimeSpan.FromSeconds(10);

    /// <summary>How often, at the most, a device is looked for while sound plays to nobody.</summary>
    internal static readonly TimeSpan ReconsiderInterval = TimeSpan.FromSeconds(5);

    private bool _isRunning;
    private long _begun;
    private TimeSpan _length;
    private long _tried = time.GetTimestamp();
    private TimeSpan _pause;
    private int _failures;

    /// <summary>Whether it is looked for.</summary>
    public bool IsRunning => _isRunning;

    /// <summary>Since the last attempt.</summary>
    public TimeSpan IdleFor => time.GetElapsedTime(_tried);

    /// <summary>Until the next attempt is due; none or less: it is.</summary>
    public TimeSpan Left => _pause - IdleFor;

    /// <summary>Looks for it from now on, at once, for so long at least.</summary>
    public void Begin(TimeSpan length)
    {
        TimeSpan rest = _isRunning ? _length - time.GetElapsedTime(_begun) : TimeSpan.Zero;
        (_isRunning, _failures, _pause) = (true, 0, TimeSpan.Zero);
        _begun = time.GetTimestamp();
        _length = length > rest ? length : rest;
    }

    /// <summary>An attempt has found nothing.</summary>
    /// <returns>In how long the next is due; null: it is over.</returns>
    public TimeSpan? Failed()
    {
        _tried = time.GetTimestamp();
        _pause = ReopenBackoff.Delay(_failures++);
        _isRunning = time.GetElapsedTime(_begun, _tried) + _pause <= _length;
        return _isRunning ? _pause : null;
    }

    /// <summary>It was found.</summary>
    public void End() => _isRunning = false;
}
