namespace Audio.Client;

/// <summary>
/// What is done after a connection broke. <see cref="ReconnectPolicy"/> is the one that is built in; a pipeline of
/// Polly fits in one line: <c>ReconnectPolicy.From((attempt, cancellationToken) => pipeline.ExecuteAsync(attempt,
/// cancellationToken))</c>.
/// </summary>
public interface IReconnectStrategy
{
    /// <summary>Runs attempts until one succeeds, and throws what the last one threw where it gives up.</summary>
    /// <param name="attempt">One attempt to connect and to take the sessions over; throws where it fails.</param>
    /// <param name="time">The client's clock, for the waits in between.</param>
    /// <param name="cancellationToken">The client is disposed.</param>
    ValueTask ExecuteAsync(
        Func<CancellationToken, ValueTask> attempt,
        TimeProvider time,
        CancellationToken cancellationToken
    );
}
