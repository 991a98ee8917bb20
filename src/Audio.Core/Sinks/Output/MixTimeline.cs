namespace Audio.Core.Sinks.Output;

/// <summary>
/// The mixer's frames over the lives of many sinks: each life goes on where the one before it ended, and between two of
/// them time stands still. One thread at a time enters and leaves; any thread reads and wakes, without a lock.
/// </summary>
internal sealed class MixTimeline
{
    private readonly LostFrames _lost = new();

    // Written by who enters and leaves, read by any thread.
    private volatile Segment _segment = new(null, 0);
    private long _framesLost;

    /// <summary>The life that plays now; null between two. Any thread.</summary>
    public SinkLife? Life => _segment.Life;

    /// <summary>How many frames were rendered so far. Any thread.</summary>
    public long EndFrame => _segment.EndFrame;

    /// <summary>
    /// Every frame before this one has been heard, or was lost with its device (<see cref="FramesLost"/>). Never falls.
    /// Any thread but the render thread.
    /// </summary>
    public long FramesPlayed => _segment.FramesPlayed;

    /// <summary>How many frames were rendered and never heard, because their device went away. Any thread.</summary>
    public long FramesLost => Volatile.Read(ref _framesLost);

    /// <summary>How many of those lie between two frames. Any thread; never blocks.</summary>
    public long FramesLostBetween(long from, long to) => _lost.Between(from, to);

    /// <summary>
    /// How long ago a frame began to be heard, as a negative time: never a forecast, for a device may play silence
    /// first of which it tells later. Null while it was not heard, and where it never was. Any thread but the render
    /// thread.
    /// </summary>
    public TimeSpan? UntilHeard(long frame, int sampleRate) =>
        FramesPlayed is var played && played > frame && _lost.Between(frame, frame + 1) == 0
            ? TimeSpan.FromSeconds((double)(frame - played) / sampleRate)
            : null;

    /// <summary>There is something to render. Any thread; never blocks.</summary>
    public void Wake() => Life?.Sink.Wake();

    /// <summary>A life that is open goes on from here; the one before it ends.</summary>
    public void Enter(SinkLife life)
    {
        Leave();
        long first = EndFrame;
        life.Connect(first);
        _segment = new Segment(life, first);
        life.Sink.Wake(); // what asked for a wake while there was no sink
    }

    /// <summary>
    /// The life that plays ends, and its sink is disposed: what the device still held is lost. Nothing where none
    /// plays.
    /// </summary>
    public void Leave()
    {
        if (Life is not { } life)
            return;
        life.Disconnect();
        life.Sink.Dispose();
        Volatile.Write(ref _framesLost, _framesLost + life.FramesLost);
        if (life.Inaudible is null or { IsIntended: true })
            _lost.Add(life.FramesPlayed, life.EndFrame); // else it was known while it was rendered
        _segment = new Segment(null, life.EndFrame);
    }

    /// <summary>A stretch of the timeline: the life of a sink, or a gap.</summary>
    private sealed record Segment(SinkLife? Life, long FirstFrame)
    {
        public long EndFrame => Life?.EndFrame ?? FirstFrame;

        public long FramesPlayed => Life?.FramesPlayed ?? FirstFrame;
    }
}
