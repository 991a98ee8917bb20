namespace Audio.Client;

/// <summary>Events came faster than they were read.</summary>
public sealed class AudioEventsMissedException : AudioDaemonException
{
    /// <summary>Creates the exception; public for tests that replace the client.</summary>
    /// <param name="capacity">The number of events that may wait.</param>
    public AudioEventsMissedException(int capacity)
        : base(AudioDaemonErrorKind.EventsMissed, Text(capacity), innerException: null) { }

    private static string Text(int capacity) =>
        $"More than {capacity} events waited to be read; some are missing. "
        + "Read them faster, or subscribe to the observable.";
}
