namespace Audio.Core.Sinks;

/// <summary>
/// Watches what a running device requests: whether it has stalled, and how long it has been given silence. Time during
/// which the whole process was stopped counts for neither, because the device could not be given anything: see <see
/// cref="SuspensionWatch"/>.
/// </summary>
/// <remarks>
/// A look that comes half the limit late tells of a stop. If only a whole limit did, a stop that is a little shorter
/// would be taken for a stall, because the last request was made some time before the last look.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="stallLimit">Time allowed for the device to request samples. It is looked at far more often.</param>
internal sealed class DeviceWatch(TimeProvider time, TimeSpan stallLimit)
{
    // Whoever looks.
    private readonly SuspensionWatch _suspension = new(time);
    private long _waitedSince = time.GetTimestamp(); // if that is later than the last request

    // Written by the device's thread, the sound before the request; read by any.
    private long _soundedAt = time.GetTimestamp();
    private long _requestedAt = time.GetTimestamp();

    /// <summary>
    /// How long it has been given silence, by its requests and not by the clock: a device that requests nothing is
    /// stalled, not silent. Any thread.
    /// </summary>
    public TimeSpan Silence
    {
        get
        {
            long requested = Volatile.Read(ref _requestedAt); // read first, so that what sounded then is seen too
            return time.GetElapsedTime(Volatile.Read(ref _soundedAt), requested);
        }
    }

    /// <summary>The device is about to run. Whoever looks.</summary>
    /// <param name="now">The time.</param>
    public void Begin(long now)
    {
        Serve(now, isSound: true);
        _waitedSince = now;
        _suspension.Begin();
    }

    /// <summary>The device has been given what it requested. Its own thread.</summary>
    /// <param name="now">When it requested that.</param>
    /// <param name="isSound">Whether it was sound and not silence.</param>
    public void Serve(long now, bool isSound)
    {
        if (isSound)
            Volatile.Write(ref _soundedAt, now);
        Volatile.Write(ref _requestedAt, now);
    }

    /// <summary>Looks. One thread at a time.</summary>
    /// <returns>Whether the device has requested nothing for the limit, although this process ran.</returns>
    public bool HasStalled()
    {
        long now = time.GetTimestamp();
        if (_suspension.WasStopped(within: stallLimit / 2))
            _waitedSince = now;
        return time.GetElapsedTime(Math.Max(_waitedSince, Volatile.Read(ref _requestedAt)), now) >= stallLimit;
    }
}
