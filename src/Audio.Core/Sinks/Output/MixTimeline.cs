namespace Audio.Core.Sinks.Output;

/// <summary>
/// The mixer's timeline across many sinks: each sink continues where the previous one ended, and between two sinks time
/// stands still. One thread at a time adds and removes sinks; any thread reads and wakes, without a lock.
/// </summary>
internal sealed class MixTimeline
{
    private readonly LostFrames _lost = new();

    // Written by the thread that adds and removes sinks, read by any.
    private volatile Segment _segment = new(null, 0);
    private long _framesLost;

    /// <summary>The current sink's life; null between two sinks. Any thread.</summary>
    public SinkLife? Life => _segment.Life;

    /// <summary>Frames rendered so far. Any thread.</summary>
    public long EndFrame => _segment.EndFrame;

    /// <summary>
    /// Every frame before this one has been heard, or was lost with its device (<see cref="FramesLost"/>). Never
    /// decreases. Any thread except the render thread.
    /// </summary>
    public long FramesPlayed => _segment.FramesPlayed;

    /// <summary>Frames rendered and never heard because their device was lost. Any thread.</summary>
    public long FramesLost => Volatile.Read(ref _framesLost);

    /// <summary>The number of lost frames between two positions. Any thread; never blocks.</summary>
    public long FramesLostBetween(long from, long to) => _lost.Between(from, to);

    /// <summary>
    /// How long ago a frame was first heard, as a negative time; null if it has not been heard. Never a forecast,
    /// because a device may first play silence that it reports later. Any thread except the render thread.
    /// </summary>
    public TimeSpan? UntilHeard(long frame, int sampleRate) =>
        FramesPlayed is var played && played > frame && _lost.Between(frame, frame + 1) == 0
            ? TimeSpan.FromSeconds((double)(frame - played) / sampleRate)
            : null;

    /// <summary>Wakes the sink: there is something to render. Any thread; never blocks.</summary>
    public void Wake() => Life?.Sink.Wake();

    /// <summary>Makes an open sink continue the timeline; the previous one ends.</summary>
    public void Enter(SinkLife life)
    {
        Leave();
        long first = EndFrame;
        life.Connect(first);
        _segment = new Segment(life, first);
        life.Sink.Wake(); // for wakes that came while there was no sink
    }

    /// <summary>Ends the current sink, if there is one, and disposes it: what the device still held is lost.</summary>
    public void Leave()
    {
        if (Life is not { } life)
            return;
        life.Disconnect();
        life.Sink.Dispose();
        Volatile.Write(ref _framesLost, _framesLost + life.FramesLost);
        if (life.Inaudible is null or { IsIntended: true })
            _lost.Add(life.FramesPlayed, life.EndFrame); // otherwise that was known while it was rendered
        _segment = new Segment(null, life.EndFrame);
    }

    /// <summary>A segment of the timeline: the life of a sink, or a gap.</summary>
    private sealed record Segment(SinkLife? Life, long FirstFrame)
    {
        public long EndFrame => Life?.EndFrame ?? FirstFrame;

        public long FramesPlayed => Life?.FramesPlayed ?? FirstFrame;
    }
}
