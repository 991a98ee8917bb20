using Serilog.Events;

namespace Audio.Cli.Logging;

/// <summary>How many more events of one kind may be logged, and what was left out. One thread at a time.</summary>
/// <param name="most">The events that may come at once.</param>
/// <param name="perSecond">How many are added per second.</param>
/// <param name="time">The time.</param>
internal sealed class TokenBucket(int most, int perSecond, TimeProvider time)
{
    private double _tokens = most;
    private long _filledAt = time.GetTimestamp();
    private int _leftOut;

    /// <summary>The last event that was left out since one was logged.</summary>
    public LogEvent? LastLeftOut { get; private set; }

    /// <summary>The events that may be logged now.</summary>
    public double Tokens()
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(most, _tokens + perSecond * time.GetElapsedTime(_filledAt, now).TotalSeconds);
        _filledAt = now;
        return _tokens;
    }

    /// <summary>Whether it is as good as new.</summary>
    public bool IsIdle => _leftOut == 0 && Tokens() >= most;

    /// <summary>An event is logged.</summary>
    public void Take() => _tokens--;

    /// <summary>An event is left out.</summary>
    public void LeaveOut(LogEvent logEvent)
    {
        _leftOut++;
        LastLeftOut = logEvent;
    }

    /// <summary>Returns and forgets how many were left out.</summary>
    public int TakeLeftOut()
    {
        LastLeftOut = null;
        (int leftOut, _leftOut) = (_leftOut, 0);
        return leftOut;
    }
}
