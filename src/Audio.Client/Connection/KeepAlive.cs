namespace Audio.Client.Connection;

/// <summary>
/// Detects a half-open connection: pings a silent daemon, and cuts the connection if nothing comes back.
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    // Immutable.
    private readonly DaemonConnection _connection;
    private readonly KeepAliveOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    // Any thread.
    private long _lastHeard;

    // Timer callback only.
    private long? _pinged;

    public KeepAlive(DaemonConnection connection, KeepAliveOptions options, TimeProvider time)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _lastHeard = time.GetTimestamp();
        _timer = time.CreateTimer(
            static self => ((KeepAlive)self!).Check(),
            this,
            options.Idle,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Call for every message of the daemon.</summary>
    public void Heard() => Volatile.Write(ref _lastHeard, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        long now = _time.GetTimestamp();
        long heard = Volatile.Read(ref _lastHeard);
        TimeSpan silent = _time.GetElapsedTime(heard, now);
        if (_pinged is { } pinged && heard < pinged)
        {
            _connection.Abort(
                $"The daemon has not answered for {(_options.Idle + _options.Answer).TotalSeconds:0.###} s."
            );
            return;
        }
        if (silent < _options.Idle)
        {
            _pinged = null;
            _timer.Change(_options.Idle - silent, Timeout.InfiniteTimeSpan);
            return;
        }
        _pinged = now;
        _timer.Change(_options.Answer, Timeout.InfiniteTimeSpan);
        _connection.TrySend(new PingRequest());
    }
}
