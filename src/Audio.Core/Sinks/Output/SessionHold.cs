namespace Audio.Core.Sinks.Output;

/// <summary>
/// Lets a session that begins where there is no device wait for one, <see cref="DeviceSearch.SessionWait"/> at the
/// most, and then play to nobody. Any thread.
/// </summary>
internal sealed class SessionHold : IDisposable
{
    private readonly MixTimeline _timeline;
    private readonly ITimer _limit;

    /// <param name="timeline">What plays.</param>
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

    /// <summary>A session waits for a device.</summary>
    public bool IsOn => _timeline.Life is { IsHeld: true };

    /// <summary>
    /// A session begins. It does not wait where something sounds, and not longer than one that waits already.
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
