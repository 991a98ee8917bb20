using ILogger = Serilog.ILogger;

namespace Audio.Cli.Daemon.Connections;

/// <summary>
/// Whether connections are turned away, logged when it begins and when it ends, however many they are. It ends when
/// nobody has looked for a place for a second and there is room again, so that a crowd that comes and goes is not
/// logged each time. Any thread.
/// </summary>
internal sealed class ConnectionShortage : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly DescriptorBudget _budget;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<Func<bool>> _rooms = [];
    private long _turnedAway;
    private long _beganAt;
    private bool _lasts;

    public ConnectionShortage(DescriptorBudget budget, ILogger log, TimeProvider time)
    {
        (_budget, _log, _time) = (budget, log, time);
        _timer = time.CreateTimer(
            static shortage => ((ConnectionShortage)shortage!).EndIfOver(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Adds what tells whether there is room at some places. Before the first connection.</summary>
    public void Watch(Func<bool> hasRoom) => _rooms.Add(hasRoom);

    /// <summary>A connection finds no ordinary place.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _beganAt = _time.GetTimestamp();
            if (_lasts)
                return;
            (_lasts, _turnedAway) = (true, 0);
            _timer.Change(Interval, Interval);
        }

        _log.Warning(
            "Too many connections for {Limit} file descriptors: new ones are turned away, except for /health",
            _budget.Limit
        );
    }

    /// <summary>A connection was closed for want of a place.</summary>
    public void TurnedAway() => Interlocked.Increment(ref _turnedAway);

    public void Dispose() => _timer.Dispose();

    private void EndIfOver()
    {
        if (!_rooms.TrueForAll(static hasRoom => hasRoom()) || _budget.Free < DescriptorBudget.Reserve)
            return;
        lock (_lock)
        {
            if (!_lasts || _time.GetElapsedTime(_beganAt) < Interval)
                return;
            _lasts = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _log.Information("Connections are accepted again; {Count} were turned away", Volatile.Read(ref _turnedAway));
    }
}
