namespace Audio.Core.Effects;

/// <summary>
/// Something done to sound in place: as many frames come out as went in. It holds the state of one stream, so each use
/// has one of its own, made for the stream's rate and channels. One thread at a time; on the render thread it takes no
/// lock, allocates nothing and throws nothing.
/// </summary>
public interface IAudioEffect
{
    /// <summary>By how many frames what comes out lies behind what went in.</summary>
    int LatencyFrames { get; }

    /// <summary>
    /// Works on the next samples of the stream. The same stream gives the same bits, however it is cut.
    /// </summary>
    /// <param name="samples">
    /// Interleaved, a whole number of frames, ±1 full scale; may exceed it before and after.
    /// </param>
    void Process(Span<float> samples);

    /// <summary>
    /// On a bus or the master: nothing sounds for a while, and the <see cref="LatencyFrames"/> that were behind have
    /// come out. Clears what would still ring when sound comes again, and keeps what was learned of the stream, such as
    /// its loudness. Where there is nothing to keep it is a <see cref="Reset"/>.
    /// </summary>
    void Rest() => Reset();

    /// <summary>Forgets the stream; the next one starts afresh.</summary>
    void Reset();
}
