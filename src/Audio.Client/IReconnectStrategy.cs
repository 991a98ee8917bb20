namespace Audio.Client;

/// <summary>
/// What to do after the connection broke. <see cref="ReconnectPolicy"/> is built in. A Polly pipeline takes one line:
/// <c>ReconnectPolicy.From((attempt, cancellationToken) => pipeline.ExecuteAsync(attempt, cancellationToken))</c>.
/// </summary>
public interface IReconnectStrategy
{
    /// <summary>Runs attempts until one succeeds. To give up, throws the error of the last attempt.</summary>
    /// <param name="attempt">Makes one attempt to connect and to resume the sessions; throws if it fails.</param>
    /// <param name="time">The clock of the client, for the waits between attempts.</param>
    /// <param name="cancellationToken">Cancelled when the client is disposed.</param>
    ValueTask ExecuteAsync(
        Func<CancellationToken, ValueTask> attempt,
        TimeProvider time,
        CancellationToken cancellationToken
    );
}
