using Audio.Protocol.V4;

namespace Audio.Client.Connection;

/// <summary>How a connection is watched.</summary>
/// <param name="Idle">After so long without a word from the daemon it is pinged.</param>
/// <param name="Answer">So long it has to answer; then the connection is cut.</param>
internal readonly record struct KeepAliveOptions(TimeSpan Idle, TimeSpan Answer);

/// <summary>
/// Notices a daemon that does not answer any more though its connection stands (half-open): a ping after some silence,
/// and a cut where nothing comes back.
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

    // Timer only.
    private long? _pinged;

    public KeepAlive(DaemonConnection connection, KeepAliveOptions options, TimeProvider time)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _lastHeard = time.GetTimestamp();
        _timer = time.CreateTimer(
            static self => ((KeepAlive)self!).Look(),
            this,
            options.Idle,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>The daemon said something.</summary>
    public void Heard() => Volatile.Write(ref _lastHeard, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Look()
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
        _connection.TrySend(new PendingRequest(new V4Ping(), session: null, survivesCut: false));
    }
}
