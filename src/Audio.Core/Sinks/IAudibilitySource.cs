namespace Audio.Core.Sinks;

/// <summary>A sink that knows when its device cannot be heard.</summary>
internal interface IAudibilitySource
{
    /// <summary>
    /// Why it cannot be heard; <see langword="null"/> if it can, as far as is known. Any thread; never blocks.
    /// </summary>
    Inaudibility? Inaudible { get; }

    /// <summary>
    /// Called on any thread when <see cref="Inaudible"/> has changed; must return at once. Set before the sink is
    /// started.
    /// </summary>
    Action? AudibilityChanged { set; }
}
