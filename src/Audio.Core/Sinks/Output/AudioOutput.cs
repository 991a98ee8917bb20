using System.Reactive.Linq;
using System.Reactive.Subjects;
using Audio.Core.Sinks.Wav;
using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>
/// Owns the sink for the engine: opens what was asked for, opens it again when the device has gone, and makes of all the sinks'
/// lives one timeline, the mixer's. All transitions run under one lock, one after the other, on a timer's thread or in
/// <see cref="Start"/> and <see cref="DisposeAsync"/>; readers and <see cref="Wake"/> take no lock.
/// </summary>
internal sealed partial class AudioOutput : IAudioOutput
{
    /* immutable */
    private readonly SinkSelection _selection;
    private readonly DeviceLossPolicy _policy;
    private readonly ISampleProvider _mixer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ISinkFactory _factory;
    private readonly ITimer _timer;
    private readonly ITimer _holdLimit;
    private readonly DeviceSearch _search;
    private readonly LostFrames _lost = new();
    private readonly BehaviorSubject<OutputStatus> _changes;

    /* under the lock: transitions */
    private readonly Lock _transition = new();
    private bool _stepping;
    private bool _stepAgain;
    private bool _closed;
    private SinkSelection _opened;
    private int _failures;
    private long _retryAt;
    private int _reopens;
    private long _framesLost;

    /* any thread */
    private volatile Segment _segment = new(null, 0);

    /// <summary>Opens nothing before <see cref="Start"/>.</summary>
    /// <param name="options">Which sink, and how it plays.</param>
    /// <param name="policy">What happens while the device is away.</param>
    /// <param name="mixer">What plays.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    /// <param name="factory">Makes the sinks, for tests.</param>
    /// <param name="own">Makes the only sink, in place of the one that the options name.</param>
    /// <exception cref="SinkException">The options name a sink that does not exist.</exception>
    public AudioOutput(
        SinkOptions options,
        DeviceLossPolicy policy,
        ISampleProvider mixer,
        TimeProvider time,
        ILogger logger,
        ISinkFactory? factory = null,
        Func<SinkOptions, IAudioSink>? own = null)
    {
        _selection = own is null ? SinkSelection.Parse(options.Sink) : new SinkSelection(SinkKind.Own);
        _policy = policy;
        _mixer = mixer;
        _time = time;
        _logger = logger;
        _factory = factory ?? new SinkFactory(options, time, own);
        _changes = new BehaviorSubject<OutputStatus>(new OutputStatus
        {
            State = OutputState.Closed,
            Sink = _selection.ToString(),
            Reason = "Not started.",
            Since = time.GetUtcNow(),
            Inaudible = Inaudibility.NotOpen,
        });
        _search = new DeviceSearch(time);
        _holdLimit = time.CreateTimer(static output => ((AudioOutput)output!).EndHold(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer = time.CreateTimer(static output => ((AudioOutput)output!).Step(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How it stands now. Any thread; never blocks.</summary>
    public OutputStatus Status => _changes.Value;

    /// <summary>
    /// <see cref="Status"/>, and then every change of it, in order; completes with the output. Observers are called inside the
    /// transition: they note what they need and return.
    /// </summary>
    public IObservable<OutputStatus> Changes => _changes.AsObservable();

    /// <summary>
    /// The mixer's timeline: every frame before this one has been heard, or was lost with its device (<see cref="OutputStatus.FramesLost"/>).
    /// Never falls. Any thread but the render thread.
    /// </summary>
    public long FramesPlayed => _segment.FramesPlayed;

    /// <summary>
    /// How long ago a frame began to be heard, as a negative time: never a forecast, for a device may play silence first of which it tells later. Null while it was
    /// not heard, and where it never was.
    /// </summary>
    public TimeSpan? UntilHeard(long frame, int sampleRate) =>
        FramesPlayed is var played && played > frame && _lost.Between(frame, frame + 1) == 0 ? TimeSpan.FromSeconds((double)(frame - played) / sampleRate) : null;

    /// <summary>
    /// Opens the sink. Blocks for as long as the device takes, a few seconds at the most. Once. Where <c>pulse</c> was asked for and there is no
    /// server yet, it is waited for, in the background.
    /// </summary>
    /// <exception cref="SinkException">It does not open; never with <c>auto</c>.</exception>
    public void Start()
    {
        lock (_transition)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _stepping = true;
            try
            {
                OpenForTheFirstTime();
            }
            catch (SinkException error)
            {
                Publish(OutputState.Closed, Status.Sink, error.Message, []);
                throw;
            }
            finally
            {
                _stepping = false;
            }
        }

        RunSoon(); // a fault that came meanwhile
    }

    /// <summary>There is something to render. Any thread; never blocks.</summary>
    public void Wake() => _segment.Life?.Sink.Wake();

    /// <summary>How many frames between two were rendered and never heard, because their device went away. Any thread; never blocks.</summary>
    public long FramesLostBetween(long from, long to) => _lost.Between(from, to);

    /// <summary>Closes the sink, in whatever state it is. Any thread, at any moment, more than once.</summary>
    public async ValueTask DisposeAsync() => await Task.Run(Close).ConfigureAwait(false);

    private void Close()
    {
        lock (_transition)
        {
            if (_closed)
                return;
            _closed = true;
            _timer.Dispose();
            _holdLimit.Dispose();
            Leave();
            Publish(OutputState.Closed, Status.Sink, "Stopped.", []);
            _changes.OnCompleted();
        }
    }

    /// <summary>Does what is due. On the timer's thread, which is never a sink's own.</summary>
    private void Step()
    {
        lock (_transition)
        {
            _stepAgain = true;
            if (_stepping)
                return;
            _stepping = true;
            try
            {
                while (_stepAgain && !_closed)
                {
                    _stepAgain = false;
                    StepOnce();
                }
            }
            finally
            {
                _stepping = false;
            }
        }
    }

    private void StepOnce()
    {
        var appeared = Interlocked.Exchange(ref _serverAppeared, 0) == 1;
        var began = Interlocked.Exchange(ref _sessionBegan, 0) == 1;
        if (_segment.Life is { Fault: { } fault } lost)
            OnLost(lost, fault);
        else if (Status.State is OutputState.Opening or OutputState.Reopening)
            TryReopen(appeared);
        else if (IsWithoutDevice)
            Search(appeared, began);
        else if (_segment.Life is { } life && life.Inaudible != Status.Inaudible)
            Publish(Status.State, Status.Sink, Status.Reason, Status.Tried);
    }

    private void OpenForTheFirstTime()
    {
        Publish(OutputState.Opening, _selection.ToString(), "Starting.", []);
        if (_closed)
            return;
        var isAuto = _selection.Kind == SinkKind.Auto;
        try
        {
            var (life, opened, tried) = OpenFirst(isAuto ? SinkSelection.AutoOrder : [_selection]);
            _opened = opened;
            Enter(life);
            var reason = !isAuto ? Configured(life.Sink) : tried.Count == 0 ? "The first choice of auto." : Explain(tried);
            if (opened.Kind == SinkKind.Null && isAuto)
                LogNoDevice(reason);
            else
                LogOpened(life.Sink.Name, reason);
            Publish(OutputState.Open, life.Sink.Name, reason, tried);
        }
        catch (SinkException error) when (_selection.Kind == SinkKind.Pulse && error.IsRetryable)
        {
            _opened = _selection;
            LogAwaited(_selection.ToString(), error.Message);
            if (_policy == DeviceLossPolicy.RunOn)
                EnterStandIn(Inaudibility.Awaited(error.Message));
            RetryIn(ReopenBackoff.Delay(_failures));
            Publish(OutputState.Opening, _selection.ToString(), error.Message, []);
        }
    }

    private void OnLost(SinkLife life, SinkException fault)
    {
        var name = life.Sink.Name;
        Leave();
        _failures = 0;
        LogLost(name, fault.Message, _policy);
        if (_policy == DeviceLossPolicy.RunOn)
            EnterStandIn(Inaudibility.Lost(fault.Message));
        RetryIn(ReopenBackoff.Delay(_failures));
        Publish(OutputState.Reopening, name, fault.Message, []);
    }

    /// <param name="now">Whether there is a reason not to wait for the time that was set.</param>
    private void TryReopen(bool now)
    {
        if (now)
            (_failures, _retryAt) = (0, _time.GetTimestamp());
        if (_time.GetElapsedTime(_time.GetTimestamp(), _retryAt) is var left && left > TimeSpan.Zero)
        {
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
            return;
        }

        var isFirst = Status.State == OutputState.Opening;
        SinkLife life;
        try
        {
            life = Open(_opened, again: !isFirst);
        }
        catch (SinkException error)
        {
            LogStillAway(error.Message, ++_failures);
            RetryIn(ReopenBackoff.Delay(_failures));
            if (Status.Reason != error.Message)
                Publish(Status.State, Status.Sink, error.Message, []);
            return;
        }

        Leave();
        Enter(life);
        if (isFirst)
        {
            LogOpened(life.Sink.Name, "It is there now.");
            Publish(OutputState.Open, life.Sink.Name, "It is there now.", []);
            return;
        }

        _reopens++;
        var away = _time.GetUtcNow() - Status.Since;
        LogBack(life.Sink.Name, away, _framesLost);
        Publish(OutputState.Open, life.Sink.Name, $"It is back after {away.TotalSeconds:0.0} s.", []);
    }

    private void EnterStandIn(Inaudibility why)
    {
        var life = new SinkLife(_factory.Create(new SinkSelection(SinkKind.Null), again: true), _mixer, RunSoon, why) { IsStandIn = true };
        life.Open();
        Enter(life);
    }

    private void Enter(SinkLife life)
    {
        var first = _segment.EndFrame;
        life.Connect(first);
        _segment = new Segment(life, first);
        life.Sink.Wake(); // what asked for a wake while there was no sink
        if (life.Fault is not null)
            RunSoon(); // it came before the life was the current one
    }

    private void Leave()
    {
        if (_segment.Life is not { } life)
            return;
        life.Disconnect();
        life.Sink.Dispose();
        _framesLost += life.FramesLost;
        if (life.Inaudible is null or { IsIntended: true })
            _lost.Add(life.FramesPlayed, life.EndFrame); // else it was known while it was rendered
        _segment = new Segment(null, life.EndFrame);
    }

    private SinkLife Open(SinkSelection selection, bool again)
    {
        var why = selection.Kind switch
        {
            SinkKind.Null => _selection.Kind == SinkKind.Auto ? Inaudibility.NoDevice : Inaudibility.NullSink,
            SinkKind.Wav => Inaudibility.WavSink(selection.Path),
            _ => null,
        };
        var life = new SinkLife(_factory.Create(selection, again), _mixer, RunSoon, why);
        life.Open();
        if (life.Sink is WavSink wav)
            life.Inaudible = Inaudibility.WavSink(wav.Path); // which may be another than was asked for
        return life;
    }

    /// <exception cref="SinkException">The last of them does not open.</exception>
    private (SinkLife Life, SinkSelection Opened, IReadOnlyList<TriedSink> Tried) OpenFirst(IReadOnlyList<SinkSelection> candidates)
    {
        var tried = new List<TriedSink>();
        return OpenFirst([.. candidates.SkipLast(1)], tried) is var (life, opened)
            ? (life, opened, tried)
            : (Open(candidates[^1], again: false), candidates[^1], tried);
    }

    /// <summary>The first that opens; null where none does.</summary>
    private (SinkLife Life, SinkSelection Opened)? OpenFirst(IReadOnlyList<SinkSelection> candidates, List<TriedSink> tried)
    {
        foreach (var candidate in candidates)
        {
            try
            {
                return (Open(candidate, again: false), candidate);
            }
            catch (SinkException error)
            {
                tried.Add(new TriedSink(candidate.ToString(), error.Message));
            }
        }

        return null;
    }

    private void RetryIn(TimeSpan delay)
    {
        _retryAt = _time.GetTimestamp() + (long)(delay.TotalSeconds * _time.TimestampFrequency);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Any thread, a sink's own included.</summary>
    private void RunSoon() => _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private static string Configured(IAudioSink sink) => sink is WavSink { Note: { } note } ? $"As configured, but {note}." : "As configured.";

    /// <summary>What was wrong with each. What to do about it, which a reason has behind its colon, is in <see cref="OutputStatus.Tried"/>.</summary>
    private static string Explain(IReadOnlyList<TriedSink> tried) =>
        string.Join("; ", tried.Select(sink => $"{sink.Sink}: {sink.Reason.Split(": ")[0].TrimEnd('.')}")) + ".";

    /// <summary>The last step of every transition, as an observer may close the output.</summary>
    private void Publish(OutputState state, string sink, string reason, IReadOnlyList<TriedSink> tried)
    {
        var before = Status;
        var now = new OutputStatus
        {
            State = state,
            Sink = sink,
            Reason = reason,
            Since = state == before.State && sink == before.Sink ? before.Since : _time.GetUtcNow(),
            Reopens = _reopens,
            FramesLost = _framesLost,
            Tried = tried,
            Inaudible = state switch
            {
                OutputState.Open => _segment.Life?.Inaudible,
                OutputState.Reopening => Inaudibility.Lost(reason),
                OutputState.Opening when before.State == OutputState.Opening => Inaudibility.Awaited(reason),
                _ => Inaudibility.NotOpen,
            },
        };
        Watch(now);
        try
        {
            _changes.OnNext(now);
        }
        catch (Exception error)
        {
            LogObserverFailed(error);
        }
    }

    /// <summary>A stretch of the timeline: the life of a sink, or a gap in which time stands still.</summary>
    private sealed record Segment(SinkLife? Life, long FirstFrame)
    {
        public long EndFrame => Life?.EndFrame ?? FirstFrame;

        public long FramesPlayed => Life?.FramesPlayed ?? FirstFrame;
    }
}
