namespace Audio.Core.Engine;

/// <summary>
/// Gives the memory of a burst back to the system once no session has been open for a while. A collection of all
/// generations stops every thread, so it is not done while anything plays, and only if enough was allocated to be worth
/// it. Otherwise no timer is armed. Any thread.
/// </summary>
internal sealed class IdleTrim : IDisposable
{
    /// <summary>
    /// Allocated bytes from which a collection is worth it: less than a minute of speech takes. It costs some 10 ms.
    /// </summary>
    public const long Worth = 4L * 1024 * 1024;

    // Immutable.
    private readonly TimeSpan? _after;
    private readonly Func<bool> _isIdle;
    private readonly Func<long> _allocated;
    private readonly Action _trim;
    private readonly ITimer _timer;

    // Any thread.
    private long _trimmedAt; // bytes allocated until then

    /// <param name="time">The clock.</param>
    /// <param name="after">
    /// How long no session must have been open; <see langword="null"/>: memory is not given back.
    /// </param>
    /// <param name="isIdle">Whether no session is open.</param>
    /// <param name="allocated">Returns the bytes allocated since the process started.</param>
    /// <param name="trim">Gives the memory back.</param>
    public IdleTrim(TimeProvider time, TimeSpan? after, Func<bool> isIdle, Func<long> allocated, Action trim)
    {
        _after = after;
        _isIdle = isIdle;
        _allocated = allocated;
        _trim = trim;
        _timer = time.CreateTimer(
            static trim => ((IdleTrim)trim!).Due(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>A session or a connection has ended.</summary>
    public void Consider()
    {
        if (_after is { } after && _isIdle() && IsWorthIt)
            _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private bool IsWorthIt => _allocated() - Interlocked.Read(ref _trimmedAt) >= Worth;

    private void Due()
    {
        if (!_isIdle() || !IsWorthIt)
            return;
        _trim();
        Interlocked.Exchange(ref _trimmedAt, _allocated());
    }
}
