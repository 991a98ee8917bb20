namespace Audio.Core.Sinks;

/// <content>The search for a device where <c>auto</c> found none, and the watch for a server that is not there yet.</content>
internal sealed partial class AudioOutput
{
    /// <summary>How long a session that begins waits for a device before it is played to nobody, and how long one is looked for then.</summary>
    internal static readonly TimeSpan SessionWait = TimeSpan.FromSeconds(1);

    /// <summary>How long a device is looked for once a sound server's socket has appeared: its devices come after its socket.</summary>
    internal static readonly TimeSpan ServerStart = TimeSpan.FromSeconds(10);

    /// <summary>How often, at the most, a device is looked for while sound plays to nobody.</summary>
    internal static readonly TimeSpan ReconsiderInterval = TimeSpan.FromSeconds(5);

    /* under the lock */
    private IDisposable? _watch;

    /* any thread */
    private int _sessionBegan;
    private int _serverAppeared;

    /// <summary>
    /// A session begins. Where <c>auto</c> found no device it looks again, on another thread; what is silent until then stays so for up to a
    /// second, so that the session is not played to nobody. Any thread; never blocks.
    /// </summary>
    public void Reconsider()
    {
        if (!IsWithoutDevice)
            return;
        if (_segment.Life is { } life && life.TryHold())
            _holdLimit.Change(SessionWait, Timeout.InfiniteTimeSpan);
        Interlocked.Exchange(ref _sessionBegan, 1);
        RunSoon();
    }

    /// <summary>Whether <c>auto</c> plays to nobody.</summary>
    private bool IsWithoutDevice => IsWithoutDeviceIn(Status);

    /// <summary>Looks for a device in place of the null sink, and takes it at once: what nobody hears is not cut short by that.</summary>
    private void Search(bool appeared, bool began)
    {
        if (appeared)
            _search.Begin(ServerStart);
        if (began && (_segment.Life is { IsHeld: true } || _search.IdleFor >= ReconsiderInterval))
            _search.Begin(SessionWait);
        if (!_search.IsRunning)
            return;
        if (_search.Left is var left && left > TimeSpan.Zero)
        {
            _timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        var tried = new List<TriedSink>();
        if (OpenFirst(SinkSelection.Devices, tried) is var (life, opened))
        {
            _search.End();
            _opened = opened;
            Leave();
            Enter(life);
            LogChangedOver(life.Sink.Name);
            Publish(OutputState.Open, life.Sink.Name, "It can be opened now.", []);
            return;
        }

        if (!tried.SequenceEqual(Status.Tried))
            Publish(OutputState.Open, Status.Sink, Explain(tried), tried);
        if (_search.Failed() is { } next)
            _timer.Change(next, Timeout.InfiniteTimeSpan);
    }

    /// <summary>No device has come: what waits for one is played to nobody.</summary>
    private void EndHold()
    {
        if (_segment.Life is not { IsHeld: true } life)
            return;
        life.EndHold();
        life.Sink.Wake();
    }

    private bool IsWithoutDeviceIn(OutputStatus status) =>
        _selection.Kind == SinkKind.Auto && status is { State: OutputState.Open, Sink: "null", Inaudible.Reason: InaudibleReason.NoDevice };

    /// <summary>While there is no device, the appearance of a sound server is noticed at once.</summary>
    private void Watch(OutputStatus status)
    {
        var isWanted = status.State is OutputState.Opening or OutputState.Reopening || IsWithoutDeviceIn(status);
        if (isWanted && _watch is null && _selection.Kind is (SinkKind.Auto or SinkKind.Pulse))
        {
            _watch = _factory.WatchServer(() =>
            {
                Interlocked.Exchange(ref _serverAppeared, 1);
                RunSoon();
            });
        }
        else if (!isWanted)
        {
            _watch?.Dispose();
            _watch = null;
        }
    }
}
