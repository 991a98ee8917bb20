namespace Audio.Core.Mixing;

/// <summary>Is notified by the render thread of changes to inputs.</summary>
internal interface IMixerObserver
{
    /// <summary>
    /// An input started, ended, ran dry or resumed. Called once at the end of the render in which any did. Render
    /// thread: takes no lock, allocates nothing, throws nothing, waits for nobody.
    /// </summary>
    void InputsChanged();
}
