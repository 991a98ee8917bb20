namespace Audio.Core.Sinks.Output;

/// <summary>Makes sinks; the place where tests put theirs.</summary>
internal interface ISinkFactory
{
    /// <summary>Makes a sink; opens nothing.</summary>
    /// <param name="selection">Which; never <see cref="SinkKind.Auto"/>.</param>
    /// <param name="again">
    /// Whether this output had it open before: a file is then continued; otherwise one that is there is kept, and
    /// another begun.
    /// </param>
    /// <exception cref="SinkException">What is asked for cannot be had.</exception>
    IAudioSink Create(SinkSelection selection, bool again);

    /// <summary>Notices when a sound server appears.</summary>
    /// <param name="appeared">Called each time, on any thread; only notes it.</param>
    /// <returns>Ends it; <see langword="null"/> where that cannot be noticed.</returns>
    IDisposable? WatchServer(Action appeared) => null;
}
