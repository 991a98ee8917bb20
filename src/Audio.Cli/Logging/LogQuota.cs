using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Audio.Cli.Logging;

/// <summary>
/// Limits how often a client can have the same kind of line logged, so that none can turn over the log: 100 at once and
/// then 5 per second for each client, and for all clients together 2,000 at once and then 50 per second. The next line
/// of the kind says how many were left out; if none comes, the last of them is logged after ten seconds. Any thread.
/// </summary>
internal sealed class LogQuota : ILogEventSink, IDisposable
{
    private const int PerClient = 100;
    private const int PerClientAndSecond = 5;
    private const int PerKind = 2000;
    private const int PerKindAndSecond = 50;
    private const int MostKeys = 1024;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(10);

    // Immutable.
    private readonly IReadOnlyList<ILogEventSink> _sinks;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly MessageTemplateParser _parser = new();
    private readonly Lock _lock = new();

    // Under the lock.
    private readonly Dictionary<string, TokenBucket> _kinds = [];
    private readonly Dictionary<(string Kind, string Client), TokenBucket> _clients = [];
    private bool _isFlushDue;

    /// <param name="sinks">Where the events go; owned.</param>
    /// <param name="time">The clock.</param>
    public LogQuota(IReadOnlyList<ILogEventSink> sinks, TimeProvider time)
    {
        (_sinks, _time) = (sinks, time);
        _timer = time.CreateTimer(
            static quota => ((LogQuota)quota!).Flush(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_lock)
        {
            if (logEvent.Level == LogEventLevel.Fatal)
            {
                Write(logEvent, leftOut: 0);
                return;
            }

            string kind = logEvent.MessageTemplate.Text;
            TokenBucket all = Bucket(_kinds, kind, PerKind, PerKindAndSecond)
                ?? new TokenBucket(PerKind, PerKindAndSecond, _time);
            TokenBucket own = ClientOf(logEvent) is { Length: > 0 } client
                ? Bucket(_clients, (kind, client), PerClient, PerClientAndSecond) ?? all
                : all;
            if (own.Tokens() >= 1 && all.Tokens() >= 1)
            {
                all.Take();
                if (own != all)
                    own.Take();
                Write(logEvent, own.TakeLeftOut());
                return;
            }

            own.LeaveOut(logEvent);
            if (_isFlushDue)
                return;
            _isFlushDue = true;
            _timer.Change(FlushInterval, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Flush();
        _timer.Dispose();
        foreach (IDisposable sink in _sinks.OfType<IDisposable>())
            sink.Dispose();
    }

    /// <summary>The client that caused the event: its own name, or that in the name of its session.</summary>
    private static string ClientOf(LogEvent logEvent)
    {
        string? name = Text("Client") ?? Text("Session")?.Split('-')[0];
        return name ?? "";

        string? Text(string property) =>
            logEvent.Properties.TryGetValue(property, out LogEventPropertyValue? value)
            && value is ScalarValue { Value: string text }
                ? text
                : null;
    }

    /// <summary>
    /// The bucket of a key. Without room for another, those go that have nothing to remember; if that gives no room,
    /// there is none.
    /// </summary>
    private TokenBucket? Bucket<TKey>(Dictionary<TKey, TokenBucket> buckets, TKey key, int most, int perSecond)
        where TKey : notnull
    {
        if (buckets.TryGetValue(key, out TokenBucket? bucket))
            return bucket;
        if (buckets.Count >= MostKeys)
        {
            foreach ((TKey old, TokenBucket idle) in buckets.ToArray())
            {
                if (idle.IsIdle)
                    buckets.Remove(old);
            }
        }

        if (buckets.Count >= MostKeys)
            return null;
        return buckets[key] = new TokenBucket(most, perSecond, _time);
    }

    private void Flush()
    {
        lock (_lock)
        {
            _isFlushDue = false;
            foreach (TokenBucket bucket in _clients.Values.Concat(_kinds.Values))
            {
                if (bucket.LastLeftOut is { } last)
                    Write(last, bucket.TakeLeftOut() - 1);
            }
        }
    }

    private void Write(LogEvent logEvent, int leftOut)
    {
        if (leftOut > 0)
        {
            logEvent = new LogEvent(
                logEvent.Timestamp,
                logEvent.Level,
                logEvent.Exception,
                _parser.Parse($"{logEvent.MessageTemplate.Text} (+{leftOut} more like this)"),
                logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value))
            );
        }

        foreach (ILogEventSink sink in _sinks)
            sink.Emit(logEvent);
    }
}
