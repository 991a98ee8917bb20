using Audio.Core.Sessions.Intake;

namespace Audio.Core.Wires;

/// <summary>
/// Limits how much a wire may deliver before it yields. Data that is already there is read without waiting, so a client
/// that floods would keep its thread and starve the other sockets that the thread serves. One reading loop.
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

    /// <summary>Creates a full budget.</summary>
    /// <param name="start">Runs the next turn; <see langword="null"/>: the thread pool.</param>
    public WireBudget(Action<IThreadPoolWorkItem>? start = null) =>
        _turn = new FrameHold(start ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false)));

    /// <summary>Refills the budget: the loop had to wait, so others had their turn.</summary>
    public void Renew() => (_messages, _bytes) = (0, 0);

    /// <summary>Accounts for a message.</summary>
    /// <param name="bytes">Its length.</param>
    /// <returns>
    /// Complete at once while the budget lasts; otherwise completes in the loop's next turn, with a full budget. Await
    /// it before the next call.
    /// </returns>
    public ValueTask SpendAsync(long bytes)
    {
        _messages++;
        _bytes += bytes;
        if (_messages < MaxMessages && _bytes < MaxBytes)
            return ValueTask.CompletedTask;
        Renew();
        _turn.Take();
        _turn.Release();
        return _turn.WhenReleased();
    }
}
