using Microsoft.Extensions.Logging;
using NAudio.Wave;

namespace Audio.Core.Sinks.Output;

/// <summary>
/// Sees to it that the best device there is plays: opens what was asked for, opens it again when it has gone, and where
/// there was none takes the first that comes. Whatever it opens goes onto the timeline. All of it are transitions, one
/// after the other; who reads takes no lock.
/// </summary>
internal sealed partial class DeviceKeeper : IDisposable
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
    /// <param name="asked">Which sink.</param>
    /// <param name="policy">What happens while the device is away.</param>
    /// <param name="factory">Makes the sinks.</param>
    /// <param name="mixer">What plays.</param>
    /// <param name="timeline">Where the sinks' lives follow each other; nobody else enters or leaves it.</param>
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
        _status = new OutputStatusFeed(asked.ToString(), timeline, time, LogObserverFailed);
        _hold = new SessionHold(timeline, time);
        _backoff = new ReopenBackoff(time);
        _search = new DeviceSearch(time);
    }

    /// <summary>How it stands now. Any thread; never blocks.</summary>
    public OutputStatus Status => _status.Now;

    /// <summary>
    /// <see cref="Status"/>, and then every change of it, in order; completes with the output. Observers are called
    /// inside the transition: they note what they need and return.
    /// </summary>
    public IObservable<OutputStatus> Changes => _status.Changes;

    /// <summary>
    /// Opens the sink. Blocks for as long as the device takes, a few seconds at the most. Once. Where <c>pulse</c> was
    /// asked for and there is no server yet, it is waited for, in the background.
    /// </summary>
    /// <exception cref="SinkException">It does not open; never with <c>auto</c>.</exception>
    public void Start() => _transitions.Run(OpenForTheFirstTime);

    /// <summary>
    /// A session begins. Where <c>auto</c> found no device it looks again, on another thread; what is silent until then
    /// stays so for up to a second, so that the session is not played to nobody. Any thread; never blocks.
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
    /// Closes the sink, in whatever state it is. Any thread, at any moment, more than once; waits for a transition
    /// under way.
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
            return; // an observer did that
        try
        {
            OpenedSink opened = _opener.OpenFirst();
            string name = opened.Life.Sink.Name;
            Enter(opened.Life, opened.Selection);
            if (_asked.Kind == SinkKind.Auto && opened.Selection.Kind == SinkKind.Null)
                LogNoDevice(opened.Reason);
            else
                LogOpened(name, opened.Reason);
            Publish(OutputState.Open, name, opened.Reason, opened.Tried);
        }
        catch (SinkException error) when (_asked.Kind == SinkKind.Pulse && error.IsRetryable)
        {
            _opened = _asked;
            LogAwaited(_asked.ToString(), error.Message);
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
        LogLost(name, fault.Message, _policy);
        StandIn(Inaudibility.Lost(fault.Message));
        _transitions.StepIn(_backoff.Begin());
        Publish(OutputState.Reopening, name, fault.Message);
    }

    /// <param name="now">Whether there is a reason not to wait for the time that was set.</param>
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
            LogStillAway(error.Message, _backoff.Failures);
            if (Status.Reason != error.Message)
                Publish(Status.State, Status.Sink, error.Message);
            return;
        }

        Enter(life, _opened);
        TimeSpan away = _time.GetUtcNow() - Status.Since;
        string reason = isFirst ? "It is there now." : $"It is back after {away.TotalSeconds:0.0} s.";
        if (isFirst)
            LogOpened(life.Sink.Name, reason);
        else
            LogBack(life.Sink.Name, away, _timeline.FramesLost);
        Publish(OutputState.Open, life.Sink.Name, reason);
    }

    /// <summary>
    /// Looks for a device in place of the null sink, and takes it at once: what nobody hears is not cut short by that.
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
            LogChangedOver(opened.Life.Sink.Name);
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
            _transitions.StepSoon(); // it came before the life was the current one
    }

    /// <summary>Time runs on without a device, where that is the policy.</summary>
    private void StandIn(Inaudibility why)
    {
        if (_policy == DeviceLossPolicy.RunOn)
            Enter(_opener.OpenStandIn(why), _opened);
    }

    /// <summary>Whether <c>auto</c> plays to nobody.</summary>
    private bool IsWithoutDevice(OutputStatus status) =>
        _asked.Kind == SinkKind.Auto
        && status is { State: OutputState.Open, Sink: "null", Inaudible.Reason: InaudibleReason.NoDevice };

    /// <summary>The last step of every transition, as an observer may close the output.</summary>
    private void Publish(OutputState state, string sink, string reason, IReadOnlyList<TriedSink>? tried = null)
    {
        OutputStatus next = _status.Next(state, sink, reason, tried ?? []);
        bool awaitsDevice = state is OutputState.Opening or OutputState.Reopening || IsWithoutDevice(next);
        _server.Want(awaitsDevice && _asked.Kind is SinkKind.Auto or SinkKind.Pulse);
        _status.Publish(next);
    }
}
