using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>
/// A loudspeaker, or something that stands for one. It owns its render thread (or timer), pulls a period at a time from
/// its <see cref="ISampleProvider"/>, and knows what has really been heard. One life: <see cref="Start"/> once, then
/// <see cref="IDisposable.Dispose"/>; a sink that failed is disposed and a new one is made.
/// </summary>
public interface IAudioSink : IDisposable
{
    /// <summary>
    /// What it is, for people: <c>pulse</c>, <c>portaudio: Built-in Output</c>, <c>null</c>, <c>wav: /tmp/mix.wav</c>.
    /// </summary>
    string Name { get; }

    /// <summary>What it takes: 32-bit float at the mix rate, interleaved. Never changes.</summary>
    AudioFormat Format { get; }

    /// <summary>
    /// Opens the device and starts pulling. Control thread; may block for as long as the device takes to open, a few
    /// seconds at the most. Nothing is rendered before the first <see cref="Wake"/>, nor after <see
    /// cref="IDisposable.Dispose"/>.
    /// </summary>
    /// <param name="source">
    /// What to play, in the sink's format. Read by one thread at a time, the sink's render thread; it takes no lock,
    /// allocates nothing, throws nothing and waits for nobody. It fills the whole buffer, or returns 0 while nothing
    /// sounds: the sink then writes nothing and sleeps until <see cref="Wake"/>.
    /// </param>
    /// <param name="faulted">
    /// Called at most once, on any thread and not inside <see cref="Start"/> or <see cref="IDisposable.Dispose"/>, when
    /// the device has gone; nothing is rendered after it. The receiver only notes it and returns.
    /// </param>
    /// <exception cref="SinkException">The device cannot be opened; the kind says whether a retry can help.</exception>
    void Start(ISampleProvider source, Action<SinkException> faulted);

    /// <summary>
    /// There is something to render again. Any thread; never blocks; cheap when the sink is awake; does nothing once
    /// the sink has faulted or been disposed.
    /// </summary>
    void Wake();

    /// <summary>
    /// Frames rendered since <see cref="Start"/>. Any thread; never blocks; keeps its last value after disposal.
    /// </summary>
    long FramesRendered { get; }

    /// <summary>
    /// Frames that have been heard since <see cref="Start"/>, by the device's own position: never more than
    /// <see cref="FramesRendered"/>, never falling, and equal to it once the sink sleeps and the device is empty. Any
    /// thread; never blocks; keeps its last value after disposal.
    /// </summary>
    long FramesPlayed { get; }
}
