namespace Audio.Core.Sinks;

/// <summary>What a sink plays: the mixer, seen from the sink's thread.</summary>
public interface IRenderSource
{
    /// <summary>
    /// Renders one period. Called by one thread at a time, the sink's render thread; takes no lock, allocates nothing,
    /// throws nothing, waits for nobody.
    /// </summary>
    /// <param name="buffer">Interleaved samples in the sink's format, within ±1; a whole number of frames.</param>
    /// <returns>
    /// <see langword="true"/>: the whole buffer was filled. <see langword="false"/>: nothing sounds, the buffer is
    /// untouched, and the sink writes nothing and sleeps until <see cref="IAudioSink.Wake"/>.
    /// </returns>
    bool Render(Span<float> buffer);
}
