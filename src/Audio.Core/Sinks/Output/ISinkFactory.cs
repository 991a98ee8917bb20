namespace Audio.Core.Sinks.Output;

/// <summary>Creates sinks; tests substitute their own.</summary>
internal interface ISinkFactory
{
    /// <summary>Creates a sink; opens nothing.</summary>
    /// <param name="selection">The sink; never <see cref="SinkKind.Auto"/>.</param>
    /// <param name="again">
    /// Whether this output had it open before: a file is then continued; otherwise an existing file is kept and another
    /// one started.
    /// </param>
    /// <exception cref="SinkException">The sink cannot be created.</exception>
    IAudioSink Create(SinkSelection selection, bool again);

    /// <summary>Watches for sound servers.</summary>
    /// <param name="appeared">Called on any thread each time one appears; must return at once.</param>
    /// <returns>Dispose it to stop watching; <see langword="null"/> if watching is not possible.</returns>
    IDisposable? WatchServer(Action appeared) => null;
}
