namespace Audio.Core.Sinks.Clocked;

/// <summary>
/// The playback position of a device that reports it now and then. Between reports it advances by the clock from the
/// last <see cref="PlayPoint"/>, never beyond what was rendered, and never backwards. It is for <see
/// cref="IAudioSink.FramesPlayed"/>. Nothing here blocks or allocates.
/// </summary>
public sealed class PlayPosition
{
    /* immutable */
    private readonly RenderClock _clock;

    /* written by the render thread, read by any */
    private readonly PublishedPlayPoint _point = new();
    private int _frozen;

    /* any thread */
    private long _frames;

    /// <summary>Creates a position at 0.</summary>
    /// <param name="time">The clock of the points.</param>
    /// <param name="sampleRate">Frames per second.</param>
    public PlayPosition(TimeProvider time, int sampleRate)
        : this(new RenderClock(time, sampleRate)) { }

    internal PlayPosition(RenderClock clock) => _clock = clock;

    /// <summary>
    /// The latest point reported by the device. Written by one thread at a time; its time may be in the future.
    /// </summary>
    public PlayPoint Point
    {
        get => _point.Value;
        set => _point.Value = value;
    }

    /// <summary>Raises the position: everything up to here has been heard, whatever the clock says.</summary>
    public void RaiseTo(long frames)
    {
        long seen = Volatile.Read(ref _frames);
        while (frames > seen)
        {
            long found = Interlocked.CompareExchange(ref _frames, frames, seen);
            if (found == seen)
                return;
            seen = found;
        }
    }

    /// <summary>Frames heard now. Any thread; never blocks.</summary>
    /// <param name="rendered">The frames rendered so far.</param>
    public long Heard(long rendered)
    {
        if (Volatile.Read(ref _frozen) == 0)
        {
            PlayPoint point = _point.Value;
            RaiseTo(Math.Min(rendered, point.Frame + _clock.FramesSince(point.Timestamp)));
        }

        return Volatile.Read(ref _frames);
    }

    /// <summary>Stops the position: the device is gone, and what has not been heard will not be.</summary>
    public void Freeze(long rendered)
    {
        _ = Heard(rendered);
        Volatile.Write(ref _frozen, 1);
    }
}
