namespace Audio.Core.Sinks;

/// <summary>The loudspeaker as sessions see it: always there, on one timeline, whatever becomes of the device behind it.</summary>
internal interface IAudioOutput : IAsyncDisposable
{
    /// <summary>What plays now, and how it fares. Any thread.</summary>
    OutputStatus Status { get; }

    /// <summary>Every change of <see cref="Status"/>.</summary>
    IObservable<OutputStatus> Changes { get; }

    /// <summary>
    /// Frames of the mixer's timeline that have been heard, or were lost with a device: never falling, over all devices.
    /// Any thread but the render thread.
    /// </summary>
    long FramesPlayed { get; }

    /// <summary>Opens the device. Control thread; may block while it opens.</summary>
    /// <exception cref="SinkException">The sink that was asked for cannot be opened.</exception>
    void Start();

    /// <summary>There is something to render. Any thread; never blocks.</summary>
    void Wake();

    /// <summary>A session begins: where <c>auto</c> had to take the null sink, look again for a better one. Any thread; never blocks.</summary>
    void Reconsider();
}
