using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Audio.Core.Sessions.Scheduling;

/// <summary>
/// Runs everything that changes one session, one job at a time, on the thread pool, so a session needs no locks. It has
/// no thread of its own. As an Rx <see cref="IScheduler"/> it also runs the session's timers, by the clock of the <see
/// cref="TimeProvider"/>, so tests run it in virtual time.
/// </summary>
/// <remarks>
/// <c>_claims</c> counts the jobs that are queued or running, plus a caller that has entered inline. Whoever moves it
/// from 0 to 1 owns the scheduler until it is back at 0; everyone else only queues. That is all there is to the mutual
/// exclusion.
/// </remarks>
public sealed class SessionScheduler : IScheduler, IThreadPoolWorkItem
{
    /// <summary>
    /// The most jobs run in a row before the thread returns to the pool, so that no session keeps it forever.
    /// </summary>
    private const int JobsPerTurn = 64;

    // Immutable.
    private readonly TimeProvider _time;
    private readonly Action<IThreadPoolWorkItem> _start;
    private readonly Action<Exception> _failed;

    // Any thread.
    private readonly ConcurrentQueue<ISessionJob> _jobs = new();

    // keeps timers alive, as an unreferenced timer is collected and never fires
    private readonly ConcurrentDictionary<IDisposable, bool> _waiting = new();
    private int _claims;

    /// <summary>Creates a scheduler over the thread pool.</summary>
    /// <param name="time">Its clock and timers.</param>
    /// <param name="failed">Receives what a job threw; later jobs run anyway. Called on the scheduler.</param>
    public SessionScheduler(TimeProvider time, Action<Exception> failed)
        : this(time, failed, static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false)) { }

    /// <param name="time">Its clock and timers.</param>
    /// <param name="failed">Receives what a job threw.</param>
    /// <param name="start">Runs a work item: on the pool, or inline in tests.</param>
    internal SessionScheduler(TimeProvider time, Action<Exception> failed, Action<IThreadPoolWorkItem> start)
    {
        _time = time;
        _failed = failed;
        _start = start;
    }

    /// <inheritdoc/>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, Func<IScheduler, TState, IDisposable> action)
    {
        var job = new ScheduledJob<TState>(this, state, action);
        Post(job);
        return job;
    }

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        if (dueTime <= TimeSpan.Zero)
            return Schedule(state, action);
        var job = new ScheduledJob<TState>(this, state, action);
        job.StartTimer(dueTime);
        return job;
    }

    /// <inheritdoc/>
    public IDisposable Schedule<TState>(
        TState state,
        DateTimeOffset dueTime,
        Func<IScheduler, TState, IDisposable> action
    ) => Schedule(state, dueTime - Now, action);

    /// <summary>
    /// Enters the scheduler inline if it is idle; pair every success with <see cref="Exit"/>. Never blocks.
    /// </summary>
    internal bool TryEnter() => Interlocked.CompareExchange(ref _claims, 1, 0) == 0;

    /// <summary>Leaves the scheduler; jobs queued meanwhile run on the pool.</summary>
    internal void Exit()
    {
        if (Interlocked.Decrement(ref _claims) > 0)
            _start(this);
    }

    /// <summary>Queues a job. Any thread; never blocks.</summary>
    internal void Post(ISessionJob job)
    {
        _jobs.Enqueue(job);
        if (Interlocked.Increment(ref _claims) == 1)
            _start(this);
    }

    /// <summary>Runs queued jobs; called by the pool.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (int done = 0; done < JobsPerTurn; done++)
        {
            if (_jobs.TryDequeue(out ISessionJob? job))
                Run(job);
            if (Interlocked.Decrement(ref _claims) == 0)
                return;
        }
        _start(this);
    }

    private void Run(ISessionJob job)
    {
        try
        {
            job.Run();
        }
#pragma warning disable CA1031 // Whatever a job throws ends its session, never the pool's thread.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failed(error);
        }
    }

    private sealed class ScheduledJob<TState>(
        SessionScheduler scheduler,
        TState state,
        Func<IScheduler, TState, IDisposable> action
    ) : ISessionJob, IDisposable
    {
        private readonly SingleAssignmentDisposable _result = new();
        private ITimer? _timer;

        public void StartTimer(TimeSpan dueTime)
        {
            scheduler._waiting[this] = true;
            _timer = scheduler._time.CreateTimer(
                static job => ((ScheduledJob<TState>)job!).Due(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Run()
        {
            if (!_result.IsDisposed)
                _result.Disposable = action(scheduler, state);
        }

        public void Dispose()
        {
            _result.Dispose();
            StopTimer();
        }

        private void Due()
        {
            StopTimer();
            scheduler.Post(this);
        }

        private void StopTimer()
        {
            if (_timer is null)
                return;
            _timer.Dispose();
            scheduler._waiting.TryRemove(this, out _);
        }
    }
}
