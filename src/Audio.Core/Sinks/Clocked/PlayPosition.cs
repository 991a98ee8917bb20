namespace Audio.Core.Sinks.Clocked;

/// <summary>
/// What has been heard, told by a device now and then and read by anybody in between: goes on by the clock from the
/// last <see cref="PlayPoint"/>, never beyond what was rendered, and never falls. With it an <see cref="IAudioSink"/>
/// answers <see cref="IAudioSink.FramesPlayed"/>. Nothing here blocks or allocates.
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

    /// <summary>Nothing has been heard yet.</summary>
    /// <param name="time">The clock of the points.</param>
    /// <param name="sampleRate">Frames in a second.</param>
    public PlayPosition(TimeProvider time, int sampleRate)
        : this(new RenderClock(time, sampleRate)) { }

    internal PlayPosition(RenderClock clock) => _clock = clock;

    /// <summary>The device's newest word. Written by one thread at a time; the time may lie ahead.</summary>
    public PlayPoint Point
    {
        get => _point.Value;
        set => _point.Value = value;
    }

    /// <summary>All up to here has been heard, whatever the clock says.</summary>
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
    /// <param name="rendered">What there is to be heard.</param>
    public long Heard(long rendered)
    {
        if (Volatile.Read(ref _frozen) == 0)
        {
            PlayPoint point = _point.Value;
            RaiseTo(Math.Min(rendered, point.Frame + _clock.FramesSince(point.Timestamp)));
        }

        return Volatile.Read(ref _frames);
    }

    /// <summary>The device has gone: what has not been heard by now will not be.</summary>
    public void Freeze(long rendered)
    {
        _ = Heard(rendered);
        Volatile.Write(ref _frozen, 1);
    }
}
