using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>Something that is played, and counts for whom.</summary>
internal interface IUnheardSource : ISampleProvider
{
    /// <summary>
    /// Why nobody hears what is rendered from here on; <see langword="null"/> where somebody can. Render thread, in
    /// front of a render.
    /// </summary>
    Inaudibility? Unheard { set; }
}
