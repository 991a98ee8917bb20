using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// Keeps the best available device playing: it opens the selected sink, reopens it after it was lost, and if there was
/// none takes the first one that appears. Every sink it opens joins the timeline. All changes are transitions, which
/// run one at a time; readers take no lock.
/// </summary>
internal sealed class DeviceKeeper : IDisposable
{
    // Immutable.
    private readonly SinkSelection _asked;
    private readonly DeviceLossPolicy _policy;
    private readonly MixTimeline _timeline;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Transitions _transitions;
    private readonly SinkOpener _opener;
    private readonly OutputStatusFeed _status;
    private readonly ServerWatch _server;
    private readonly SessionHold _hold;

    // Inside transitions.
    private SinkSelection _opened;
    private readonly ReopenBackoff _backoff;
    private readonly DeviceSearch _search;

    // Any thread.
    private int _sessionBegan;

    /// <summary>Opens nothing before <see cref="Start"/>.</summary>
    /// <param name="asked">The selected sink.</param>
    /// <param name="policy">What happens while the device is gone.</param>
    /// <param name="factory">Creates the sinks.</param>
    /// <param name="mixer">The mix.</param>
    /// <param name="timeline">The timeline of all sinks; nobody else adds sinks to it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it logs.</param>
    public DeviceKeeper(
        SinkSelection asked,
        DeviceLossPolicy policy,
        ISinkFactory factory,
        ISampleProvider mixer,
        MixTimeline timeline,
        TimeProvider time,
        ILogger logger
    )
    {
        _asked = asked;
        _policy = policy;
        _timeline = timeline;
        _time = time;
        _logger = logger;
        _transitions = new Transitions(time, Step, Close);
        _opener = new SinkOpener(asked, factory, mixer, _transitions.StepSoon);
        _server = new ServerWatch(factory, _transitions.StepSoon);
        _status = new OutputStatusFeed(asked.ToString(), timeline, time, error =>
            OutputLog.ObserverFailed(logger, error)
        );
        _hold = new SessionHold(timeline, time);
        _backoff = new ReopenBackoff(time);
        _search = new DeviceSearch(time);
    }

    /// <summary>The current status. Any thread; never blocks.</summary>
    public OutputStatus Status => _status.Now;

    /// <summary>
    /// <see cref="Status"/> and then every change of it, in order; completes when the output is closed. Observers are
    /// called inside the transition, and must return quickly.
    /// </summary>
    public IObservable<OutputStatus> Changes => _status.Changes;

    /// <summary>
    /// Opens the sink. Blocks while the device opens, for a few seconds at most. Called once. If <c>pulse</c> was
    /// selected and there is no server yet, it is awaited in the background.
    /// </summary>
    /// <exception cref="SinkException">It does not open; never with <c>auto</c>.</exception>
    public void Start() => _transitions.Run(OpenForTheFirstTime);

    /// <summary>
    /// Called when a session starts. If <c>auto</c> found no device, it looks again, on another thread. If nothing
    /// plays, the session waits for a device for up to a second, so that it is not played unheard. Any thread; never
    /// blocks.
    /// </summary>
    public void Reconsider()
    {
        if (!IsWithoutDevice(Status))
            return;
        _hold.Begin();
        Interlocked.Exchange(ref _sessionBegan, 1);
        _transitions.StepSoon();
    }

    /// <summary>
    /// Closes the sink in any state. Any thread, at any time, more than once; waits for a transition under way.
    /// </summary>
    public void Dispose() => _transitions.Dispose();

    private void Close()
    {
        _hold.Dispose();
        _timeline.Leave();
        Publish(OutputState.Closed, Status.Sink, "Stopped.");
        _status.Dispose();
    }

    private void Step()
    {
        bool appeared = _server.TakeAppeared();
        bool began = Interlocked.Exchange(ref _sessionBegan, 0) == 1;
        if (_timeline.Life is { Fault: { } fault } lost)
            OnLost(lost.Sink.Name, fault);
        else if (Status.State is OutputState.Opening or OutputState.Reopening)
            TryReopen(appeared);
        else if (IsWithoutDevice(Status))
            Search(appeared, began);
        else if (_timeline.Life is { } life && life.Inaudible != Status.Inaudible)
            Publish(Status.State, Status.Sink, Status.Reason, Status.Tried);
    }

    private void OpenForTheFirstTime()
    {
        Publish(OutputState.Opening, _asked.ToString(), "Starting.");
        if (_transitions.IsClosed)
            return; // an observer disposed it
        try
        {
            OpenedSink opened = _opener.OpenFirst();
            string name = opened.Life.Sink.Name;
            Enter(opened.Life, opened.Selection);
            if (_asked.Kind == SinkKind.Auto && opened.Selection.Kind == SinkKind.Null)
                OutputLog.NoDevice(_logger, opened.Reason);
            else
                OutputLog.Opened(_logger, name, opened.Reason);
            Publish(OutputState.Open, name, opened.Reason, opened.Tried);
        }
        catch (SinkException error) when (_asked.Kind == SinkKind.Pulse && error.IsRetryable)
        {
            _opened = _asked;
            OutputLog.Awaited(_logger, _asked.ToString(), error.Message);
            StandIn(Inaudibility.Awaited(error.Message));
            _transitions.StepIn(_backoff.Begin());
            Publish(OutputState.Opening, _asked.ToString(), error.Message);
        }
        catch (SinkException error)
        {
            Publish(OutputState.Closed, Status.Sink, error.Message);
            throw;
        }
    }

    private void OnLost(string name, SinkException fault)
    {
        _timeline.Leave();
        OutputLog.Lost(_logger, name, fault.Message, _policy);
        StandIn(Inaudibility.Lost(fault.Message));
        _transitions.StepIn(_backoff.Begin());
        Publish(OutputState.Reopening, name, fault.Message);
    }

    /// <param name="now">Whether to try now instead of at the scheduled time.</param>
    private void TryReopen(bool now)
    {
        if (now)
            _backoff.Hurry();
        if (_backoff.Left is var left && left > TimeSpan.Zero)
        {
            _transitions.StepIn(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)));
            return;
        }

        bool isFirst = Status.State == OutputState.Opening;
        SinkLife life;
        try
        {
            life = _opener.Open(_opened, again: !isFirst);
        }
        catch (SinkException error)
        {
            _transitions.StepIn(_backoff.Failed());
            OutputLog.StillAway(_logger, error.Message, _backoff.Failures);
            if (Status.Reason != error.Message)
                Publish(Status.State, Status.Sink, error.Message);
            return;
        }

        Enter(life, _opened);
        TimeSpan away = _time.GetUtcNow() - Status.Since;
        string reason = isFirst ? "It is available now." : $"It is back after {away.TotalSeconds:0.0} s.";
        if (isFirst)
            OutputLog.Opened(_logger, life.Sink.Name, reason);
        else
            OutputLog.Back(_logger, life.Sink.Name, away, _timeline.FramesLost);
        Publish(OutputState.Open, life.Sink.Name, reason);
    }

    /// <summary>
    /// Looks for a device to replace the null sink, and switches to it at once: what nobody hears is not cut short by
    /// that.
    /// </summary>
    private void Search(bool appeared, bool began)
    {
        if (appeared)
            _search.Begin(DeviceSearch.ServerStart);
        if (began && (_hold.IsOn || _search.IdleFor >= DeviceSearch.ReconsiderInterval))
            _search.Begin(DeviceSearch.SessionWait);
        if (!_search.IsRunning)
            return;
        if (_search.Left is var left && left > TimeSpan.Zero)
        {
            _transitions.StepIn(left);
            return;
        }

        var tried = new List<TriedSink>();
        if (_opener.TryOpenDevice(tried) is { } opened)
        {
            _search.End();
            Enter(opened.Life, opened.Selection);
            OutputLog.ChangedOver(_logger, opened.Life.Sink.Name);
            Publish(OutputState.Open, opened.Life.Sink.Name, "It can be opened now.");
            return;
        }

        if (!tried.SequenceEqual(Status.Tried))
            Publish(OutputState.Open, Status.Sink, SinkOpener.Explain(tried), tried);
        if (_search.Failed() is { } next)
            _transitions.StepIn(next);
    }

    private void Enter(SinkLife life, SinkSelection opened)
    {
        _opened = opened;
        _timeline.Enter(life);
        if (life.Fault is not null)
            _transitions.StepSoon(); // the fault came before this sink was the current one
    }

    /// <summary>Lets time go on without a device, if that is the policy.</summary>
    private void StandIn(Inaudibility why)
    {
        if (_policy == DeviceLossPolicy.RunOn)
            Enter(_opener.OpenStandIn(why), _opened);
    }

    /// <summary>Whether <c>auto</c> has no device.</summary>
    private bool IsWithoutDevice(OutputStatus status) =>
        _asked.Kind == SinkKind.Auto
        && status is { State: OutputState.Open, Sink: "null", Inaudible.Reason: InaudibleReason.NoDevice };

    /// <summary>
    /// Publishes a status. The last step of every transition, because an observer may close the output.
    /// </summary>
    private void Publish(OutputState state, string sink, string reason, IReadOnlyList<TriedSink>? tried = null)
    {
        OutputStatus next = _status.Next(state, sink, reason, tried ?? []);
        bool awaitsDevice = state is OutputState.Opening or OutputState.Reopening || IsWithoutDevice(next);
        _server.Want(awaitsDevice && _asked.Kind is SinkKind.Auto or SinkKind.Pulse);
        _status.Publish(next);
    }
}
