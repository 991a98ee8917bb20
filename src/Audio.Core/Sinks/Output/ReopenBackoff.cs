namespace Audio.Core.Sinks.Output;

/// <summary>
/// The backoff for reopening a lost device: after 100 ms, doubling up to 1 s, without end. One thread at a time.
/// </summary>
internal sealed class ReopenBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private long _from;
    private TimeSpan _pause;

    /// <summary>Failed attempts since the device was lost.</summary>
    public int Failures { get; private set; }

    /// <summary>The time until the next attempt; zero or less: it is due.</summary>
    public TimeSpan Left => _pause - time.GetElapsedTime(_from);

    /// <summary>Starts after the device was lost.</summary>
    /// <returns>The time until the first attempt.</returns>
    public TimeSpan Begin() => Wait(failures: 0);

    /// <summary>Records a failed attempt.</summary>
    /// <returns>The time until the next attempt.</returns>
    public TimeSpan Failed() => Wait(Failures + 1);

    /// <summary>Restarts the backoff with an attempt that is due at once.</summary>
    public void Hurry() => (Failures, _pause) = (0, TimeSpan.Zero);

    /// <summary>The time until the next attempt.</summary>
    /// <param name="failures">Failed attempts before it.</param>
    public static TimeSpan Delay(int failures) => failures > 3 ? Longest : First * (1 << failures);

    private TimeSpan Wait(int failures)
    {
        Failures = failures;
        _from = time.GetTimestamp();
        return _pause = Delay(failures);
    }
}
