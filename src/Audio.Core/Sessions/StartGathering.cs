using System.Reactive.Concurrency;

namespace Audio.Core.Sessions;

/// <summary>
/// When a sound starts, takes data that can already be read before the first samples are released, as much as the
/// output takes at once when it wakes, so that the start does not run dry. Session scheduler only.
/// </summary>
internal sealed class StartGathering
{
    /// <summary>The least sound to gather while more can be read: twice two periods of a usual device.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Time allowed for readable data to become sound. After it, the data was something else, such as part of a message
    /// or another session's.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(5);

    // Immutable.
    private readonly Func<bool>? _hasMore;
    private readonly IScheduler _scheduler;
    private readonly Action _stopped;

    // Session scheduler only.
    private IDisposable? _limit; // while it gathers
    private bool _over; // for this start

    /// <param name="hasMore">
    /// Returns whether more can be read right now; <see langword="null"/>: unknown, and nothing is gathered.
    /// </param>
    /// <param name="upTo">How much the output takes at once.</param>
    /// <param name="scheduler">Of the session.</param>
    /// <param name="stopped">Called when <see cref="Limit"/> has passed.</param>
    public StartGathering(Func<bool>? hasMore, TimeSpan upTo, IScheduler scheduler, Action stopped)
    {
        _hasMore = hasMore;
        UpTo = upTo > Least ? upTo : Least;
        _scheduler = scheduler;
        _stopped = stopped;
    }

    /// <summary>How much sound to gather.</summary>
    public TimeSpan UpTo { get; }

    /// <summary>Whether sound is being held back.</summary>
    public bool IsHolding => _limit is not null;

    /// <summary>A sound starts, or continues after a gap.</summary>
    public void Begin()
    {
        End();
        _over = false;
    }

    /// <summary>
    /// Whether to hold sound back because more can be read at once. Once this is false, it stays false until the next
    /// start.
    /// </summary>
    /// <param name="held">How much sound is held.</param>
    public bool Holds(TimeSpan held)
    {
        if (_over || _hasMore is null)
            return false;
        if (held >= UpTo || !_hasMore())
        {
            End();
            return false;
        }
        _limit ??= _scheduler.Schedule(Limit, Stop);
        return true;
    }

    /// <summary>Stops holding sound back.</summary>
    public void End()
    {
        _over = true;
        _limit?.Dispose();
        _limit = null;
    }

    private void Stop()
    {
        End();
        _stopped();
    }
}
