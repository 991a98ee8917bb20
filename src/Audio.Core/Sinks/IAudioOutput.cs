namespace Audio.Core.Sinks;

/// <summary>The output as sessions see it: always there, with one timeline, whatever happens to the device.</summary>
internal interface IAudioOutput : IAsyncDisposable
{
    /// <summary>The current state. Any thread.</summary>
    OutputStatus Status { get; }

    /// <summary>Every change of <see cref="Status"/>.</summary>
    IObservable<OutputStatus> Changes { get; }

    /// <summary>
    /// Frames of the mixer's timeline that have been heard, or were lost with a device. Never decreases, across all
    /// devices. Any thread except the render thread.
    /// </summary>
    long FramesPlayed { get; }

    /// <summary>Opens the device. Control thread; may block.</summary>
    /// <exception cref="SinkException">The sink that was asked for cannot be opened.</exception>
    void Start();

    /// <summary>Wakes the sink: there is something to render. Any thread; never blocks.</summary>
    void Wake();

    /// <summary>
    /// Called when a session starts. If <c>auto</c> found no device, it looks again, and the session plays once there
    /// is one or a second has passed. Any thread; never blocks.
    /// </summary>
    void Reconsider();

    /// <summary>
    /// The time until a frame of the mixer's timeline is heard, negative if it has been; null while that is unknown.
    /// Any thread except the render thread.
    /// </summary>
    TimeSpan? UntilHeard(long frame, int sampleRate) =>
        TimeSpan.FromSeconds((double)Math.Max(0, frame - FramesPlayed) / sampleRate);

    /// <summary>
    /// The number of frames between two positions that were rendered and never heard because their device was lost. Any
    /// thread; never blocks.
    /// </summary>
    long FramesLostBetween(long from, long to) => 0;
}
