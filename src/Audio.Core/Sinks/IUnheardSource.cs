using NAudio.Wave;

namespace Audio.Core.Sinks;

/// <summary>A provider that is told why its output cannot be heard.</summary>
internal interface IUnheardSource : ISampleProvider
{
    /// <summary>
    /// Why what is rendered from here on cannot be heard; <see langword="null"/> if it can. Set on the render thread
    /// before a render.
    /// </summary>
    Inaudibility? Unheard { set; }
}
