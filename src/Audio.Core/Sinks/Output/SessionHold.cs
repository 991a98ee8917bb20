namespace Audio.Core.Sinks.Output;

/// <summary>
/// Holds a session that starts without a device until there is one, for at most <see cref="DeviceSearch.SessionWait"/>;
/// then it plays unheard. Any thread.
/// </summary>
internal sealed class SessionHold : IDisposable
{
    private readonly MixTimeline _timeline;
    private readonly ITimer _limit;

    /// <param name="timeline">The timeline.</param>
    /// <param name="time">The clock.</param>
    public SessionHold(MixTimeline timeline, TimeProvider time)
    {
        _timeline = timeline;
        _limit = time.CreateTimer(
            static hold => ((SessionHold)hold!).End(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Whether a session waits for a device.</summary>
    public bool IsOn => _timeline.Life is { IsHeld: true };

    /// <summary>
    /// Called when a session starts. It does not wait if something plays, nor longer than a session that waits already.
    /// </summary>
    public void Begin()
    {
        if (_timeline.Life is { } life && life.TryHold())
            _limit.Change(DeviceSearch.SessionWait, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _limit.Dispose();

    private void End()
    {
        if (_timeline.Life is not { IsHeld: true } life)
            return;
        life.EndHold();
        life.Sink.Wake();
    }
}
