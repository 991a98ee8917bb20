namespace Audio.Core.Sinks;

/// <summary>A sink that knows when its device cannot be heard.</summary>
internal interface IAudibilitySource
{
    /// <summary>
    /// Why nobody can hear it; <see langword="null"/> where somebody can, as far as is known. Any thread; never blocks.
    /// </summary>
    Inaudibility? Inaudible { get; }

    /// <summary>
    /// Called on any thread when <see cref="Inaudible"/> has changed; only notes it. Set before the sink is started.
    /// </summary>
    Action? AudibilityChanged { set; }
}
