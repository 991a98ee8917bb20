using Audio.Core.Sessions.Intake;

namespace Audio.Core.Wires;

/// <summary>
/// Limits how much a wire may do before it yields. Data that is already there is read without waiting, so a client that
/// floods would keep its thread and starve the other sockets that the thread serves. One reading loop.
/// </summary>
public sealed class WireBudget
{
    /// <summary>Messages per turn.</summary>
    public const int MaxMessages = 64;

    /// <summary>Bytes per turn.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly FrameHold _turn;
    private int _messages;
    private long _bytes;
    private TimeSpan _busy;

    /// <summary>Creates a full budget.</summary>
    /// <param name="start">
    /// Runs the next turn, behind the work that is queued already; <see langword="null"/>: the thread pool.
    /// </param>
    public WireBudget(Action<IThreadPoolWorkItem>? start = null) =>
        _turn = new FrameHold(start ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false)));

    /// <summary>Time per turn: a message that takes long is followed by the work of others.</summary>
    public static TimeSpan MaxBusy { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Refills the budget: others had their turn. That the loop had to wait does not mean this: a web server may
    /// receive the next bytes on the same thread.
    /// </summary>
    public void Renew() => (_messages, _bytes, _busy) = (0, 0, TimeSpan.Zero);

    /// <summary>Accounts for a message.</summary>
    /// <param name="bytes">Its length.</param>
    /// <returns>
    /// Complete at once while the budget lasts; otherwise completes in the loop's next turn, with a full budget. Await
    /// it before the next call.
    /// </returns>
    public ValueTask SpendAsync(long bytes) => SpendAsync(bytes, TimeSpan.Zero);

    /// <summary>Accounts for a message and for the time it took.</summary>
    /// <param name="bytes">Its length.</param>
    /// <param name="busy">How long it was processed.</param>
    /// <returns>Like the other overload.</returns>
    public ValueTask SpendAsync(long bytes, TimeSpan busy)
    {
        _messages++;
        _bytes += bytes;
        _busy += busy;
        if (_messages < MaxMessages && _bytes < MaxBytes && _busy < MaxBusy)
            return ValueTask.CompletedTask;
        Renew();
        _turn.Take();
        _turn.Release();
        return _turn.WhenReleased();
    }
}
