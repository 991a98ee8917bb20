namespace Audio.Core.Sinks.Output;

/// <summary>
/// When a device that is away is tried again: after 100 ms, doubling to 1 s, for ever. One thread at a time.
/// </summary>
internal sealed class ReopenBackoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private long _from;
    private TimeSpan _pause;

    /// <summary>Attempts that have failed since it went away.</summary>
    public int Failures { get; private set; }

    /// <summary>Until the next attempt is due; none or less: it is.</summary>
    public TimeSpan Left => _pause - time.GetElapsedTime(_from);

    /// <summary>It is away.</summary>
    /// <returns>In how long the first attempt is due.</returns>
    public TimeSpan Begin() => Wait(failures: 0);

    /// <summary>An attempt has failed.</summary>
    /// <returns>In how long the next one is due.</returns>
    public TimeSpan Failed() => Wait(Failures + 1);

    /// <summary>There is a reason to try it at once, and soon again.</summary>
    public void Hurry() => (Failures, _pause) = (0, TimeSpan.Zero);

    /// <summary>The time until the next attempt.</summary>
    /// <param name="failures">Attempts that have failed before it.</param>
    public static TimeSpan Delay(int failures) => failures > 3 ? Longest : First * (1 << failures);

    private TimeSpan Wait(int failures)
    {
        Failures = failures;
        _from = time.GetTimestamp();
        return _pause = Delay(failures);
    }
}
