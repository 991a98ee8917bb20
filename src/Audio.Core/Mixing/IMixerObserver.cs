namespace Audio.Core.Mixing;

/// <summary>Hears from the render thread that there is something to look at.</summary>
internal interface IMixerObserver
{
    /// <summary>
    /// An input started, ended, starved or sounds again; called at the end of the render in which it did, once for all
    /// of them. Render thread: takes no lock, allocates nothing, throws nothing, waits for nobody.
    /// </summary>
    void InputsChanged();
}
