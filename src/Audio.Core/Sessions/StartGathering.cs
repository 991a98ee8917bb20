using System.Reactive.Concurrency;

namespace Audio.Core.Sessions;

/// <summary>
/// What can be read already when a sound starts is taken before its first samples are let through, so that no start
/// runs dry on it: as much as the output takes at once when it wakes. Session scheduler only.
/// </summary>
internal sealed class StartGathering
{
    /// <summary>
    /// As much sound is gathered at the least, while it can be read: two periods of a usual device, twice.
    /// </summary>
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What could be read and has not become sound by then was something else: a part of a message, or of another
    /// session.
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
    /// Whether more can be read at this very moment; <see langword="null"/>: nobody knows, and nothing is gathered.
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

    /// <summary>So much sound is enough.</summary>
    public TimeSpan UpTo { get; }

    /// <summary>Whether what is held is not let through now.</summary>
    public bool IsHolding => _limit is not null;

    /// <summary>A sound begins, or goes on after a gap, with what comes now.</summary>
    public void Begin()
    {
        End();
        _over = false;
    }

    /// <summary>
    /// Whether what is held is not let through yet, because more can be read and will be at once. Once it says no, it
    /// does so until the next start.
    /// </summary>
    /// <param name="held">How much sound is there.</param>
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

    /// <summary>What is there is let through.</summary>
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
