namespace Audio.Compare;

/// <summary>Work that has only so much time.</summary>
internal static class Within
{
    /// <summary>Cancels it after the limit.</summary>
    /// <exception cref="InvalidOperationException">It was cancelled by the limit.</exception>
    public static async Task<T> LimitAsync<T>(
        TimeSpan limit,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        using var late = new CancellationTokenSource(limit, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException e)
            when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                $"it was not done within {limit.TotalSeconds:0.#} s, and was ended.",
                e
            );
        }
    }
}
