namespace Audio.Core.Sinks;

/// <summary>
/// The loudspeaker as sessions see it: always there, on one timeline, whatever becomes of the device behind it.
/// </summary>
internal interface IAudioOutput : IAsyncDisposable
{
    /// <summary>What plays now, and how it fares. Any thread.</summary>
    OutputStatus Status { get; }

    /// <summary>Every change of <see cref="Status"/>.</summary>
    IObservable<OutputStatus> Changes { get; }

    /// <summary>
    /// Frames of the mixer's timeline that have been heard, or were lost with a device: never falling, over all
    /// devices. Any thread but the render thread.
    /// </summary>
    long FramesPlayed { get; }

    /// <summary>Opens the device. Control thread; may block while it opens.</summary>
    /// <exception cref="SinkException">The sink that was asked for cannot be opened.</exception>
    void Start();

    /// <summary>There is something to render. Any thread; never blocks.</summary>
    void Wake();

    /// <summary>
    /// A session begins: where <c>auto</c> found no device it looks again, and the session is not played before one
    /// came or a second has passed. Any thread; never blocks.
    /// </summary>
    void Reconsider();

    /// <summary>
    /// How long ago a frame of the mixer's timeline began to be heard, as a negative time, or in how long it will; null
    /// while nobody knows. Any thread but the render thread.
    /// </summary>
    TimeSpan? UntilHeard(long frame, int sampleRate) =>
        TimeSpan.FromSeconds((double)Math.Max(0, frame - FramesPlayed) / sampleRate);

    /// <summary>
    /// How many frames between two were rendered and never heard, because their device went away. Any thread; never
    /// blocks.
    /// </summary>
    long FramesLostBetween(long from, long to) => 0;
}
