namespace Audio.Client;

/// <summary>
/// A reconnect strategy that waits before each attempt. A function gives the wait, or null to give up.
/// </summary>
public sealed class ReconnectPolicy : IReconnectStrategy
{
    private readonly Func<ReconnectAttempt, TimeSpan?> _delay;

    /// <param name="delay">The wait before an attempt; null: give up.</param>
    public ReconnectPolicy(Func<ReconnectAttempt, TimeSpan?> delay)
    {
        ArgumentNullException.ThrowIfNull(delay);
        _delay = delay;
    }

    /// <summary>
    /// 5 attempts after 0, 1, 2, 4 and 8 s. Each wait varies by up to 20 % so that many clients do not reconnect at the
    /// same moment.
    /// </summary>
    public static ReconnectPolicy Default { get; } = Delays(0.2, 0, 1, 2, 4, 8);

    /// <summary>One attempt after each of the given waits.</summary>
    /// <param name="jitter">How far a wait may vary, as a part of itself: 0 to 1.</param>
    /// <param name="seconds">The waits, in seconds.</param>
    public static ReconnectPolicy Delays(double jitter, params double[] seconds) =>
        Delays(jitter, Random.Shared, seconds);

    /// <summary>Another way to run attempts, such as a Polly pipeline.</summary>
    /// <param name="execute">
    /// Runs attempts until one succeeds. To give up, throws the error of the last attempt.
    /// </param>
    public static IReconnectStrategy From(
        Func<Func<CancellationToken, ValueTask>, CancellationToken, ValueTask> execute
    )
    {
        ArgumentNullException.ThrowIfNull(execute);
        return new Delegated(execute);
    }

    /// <inheritdoc/>
    public async ValueTask ExecuteAsync(
        Func<CancellationToken, ValueTask> attempt,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(time);
        long start = time.GetTimestamp();
        AudioDaemonException? last = null;
        for (int number = 0; ; number++)
        {
            TimeSpan? delay = _delay(new ReconnectAttempt(number, time.GetElapsedTime(start), last));
            if (delay is not { } wait)
            {
                throw last
                    ?? new AudioConnectionException(
                        AudioDaemonErrorKind.ConnectionLost,
                        "The reconnect policy allows no attempt."
                    );
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            try
            {
                await attempt(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (AudioDaemonException e) when (e.IsRetryable)
            {
                last = e;
            }
        }
    }

    internal TimeSpan? DelayOf(ReconnectAttempt attempt) => _delay(attempt);

    internal static ReconnectPolicy Delays(double jitter, Random random, params double[] seconds)
    {
        if (!(jitter is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "Jitter is between 0 and 1.");
        ArgumentNullException.ThrowIfNull(seconds);
        if (Array.Exists(seconds, s => !(s is >= 0 and <= 86_400)))
            throw new ArgumentOutOfRangeException(nameof(seconds), "A wait is between 0 and 86,400 s.");
        double[] waits = [.. seconds];
        return new ReconnectPolicy(attempt =>
            attempt.Number < waits.Length
                ? TimeSpan.FromSeconds(waits[attempt.Number] * (1 + jitter * (2 * random.NextDouble() - 1)))
                : null
        );
    }

    private sealed class Delegated(Func<Func<CancellationToken, ValueTask>, CancellationToken, ValueTask> execute)
        : IReconnectStrategy
    {
        public ValueTask ExecuteAsync(
            Func<CancellationToken, ValueTask> attempt,
            TimeProvider time,
            CancellationToken cancellationToken
        ) => execute(attempt, cancellationToken);
    }
}
