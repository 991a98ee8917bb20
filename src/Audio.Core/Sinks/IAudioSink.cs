using Audio.Protocol;
using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>
/// An output device, or a substitute for one. It owns its render thread (or timer), pulls one period at a time from its
/// <see cref="ISampleProvider"/>, and knows what has really been heard. It is used once: <see cref="Start"/>, then <see
/// cref="IDisposable.Dispose"/>. After a failure it is disposed and a new one is created.
/// </summary>
public interface IAudioSink : IDisposable
{
    /// <summary>
    /// Its name for people: <c>pulse</c>, <c>portaudio: Built-in Output</c>, <c>null</c>, <c>wav: /tmp/mix.wav</c>.
    /// </summary>
    string Name { get; }

    /// <summary>The format it takes: 32-bit float at the mix rate, interleaved. Never changes.</summary>
    AudioFormat Format { get; }

    /// <summary>
    /// Opens the device and starts pulling. Control thread; may block while the device opens, for a few seconds at
    /// most. Nothing is rendered before the first <see cref="Wake"/> or after <see cref="IDisposable.Dispose"/>.
    /// </summary>
    /// <param name="source">
    /// What to play, in the sink's format. Read by one thread at a time, the sink's render thread; it takes no lock,
    /// allocates nothing, throws nothing and waits for nobody. It fills the whole buffer, or returns 0 while nothing
    /// plays: the sink then writes nothing and sleeps until <see cref="Wake"/>.
    /// </param>
    /// <param name="faulted">
    /// Called at most once when the device is lost, on any thread, but not inside <see cref="Start"/> or <see
    /// cref="IDisposable.Dispose"/>; nothing is rendered after it. It returns at once.
    /// </param>
    /// <exception cref="SinkException">The device cannot be opened; the kind says whether a retry can help.</exception>
    void Start(ISampleProvider source, Action<SinkException> faulted);

    /// <summary>
    /// Wakes the sink: there is something to render. Any thread; never blocks; cheap while the sink is awake; does
    /// nothing after the sink has faulted or been disposed.
    /// </summary>
    void Wake();

    /// <summary>
    /// Frames rendered since <see cref="Start"/>. Any thread; never blocks; keeps its value after disposal.
    /// </summary>
    long FramesRendered { get; }

    /// <summary>
    /// Frames that have been heard since <see cref="Start"/>, by the device's own position. Never more than <see
    /// cref="FramesRendered"/>, never decreasing, and equal to it once the sink sleeps and the device is empty. Any
    /// thread; never blocks; keeps its value after disposal.
    /// </summary>
    long FramesPlayed { get; }
}
