namespace Audio.Core.Effects;

/// <summary>
/// An effect that processes sound in place: as many frames come out as went in. It holds the state of one stream, so
/// each stream has an instance of its own, created for its rate and channels. One thread at a time; on the render
/// thread it takes no lock, allocates nothing and throws nothing.
/// </summary>
public interface IAudioEffect
{
    /// <summary>By how many frames the output is delayed against the input.</summary>
    int LatencyFrames { get; }

    /// <summary>
    /// Processes the next samples of the stream. The output is bit-identical however the stream is cut.
    /// </summary>
    /// <param name="samples">
    /// Interleaved, a whole number of frames, ±1 is full scale; may exceed it before and after.
    /// </param>
    void Process(Span<float> samples);

    /// <summary>
    /// Called on a bus or the master when nothing plays and the <see cref="LatencyFrames"/> have come out. Clears
    /// everything that would still ring when sound returns, and keeps what was learned about the stream, such as its
    /// loudness. If there is nothing to keep, this is a <see cref="Reset"/>.
    /// </summary>
    void Rest() => Reset();

    /// <summary>Resets the effect for the next stream.</summary>
    void Reset();
}
