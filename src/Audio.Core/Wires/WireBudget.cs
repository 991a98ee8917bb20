using Audio.Core.Sessions.Intake;

namespace Audio.Core.Wires;

/// <summary>
/// How much a wire may hand on before others have their turn. What is there already is taken without waiting, so a
/// client that floods would keep the thread that serves its socket, and the sockets that the same thread serves would
/// starve. One reading loop.
/// </summary>
public sealed class WireBudget
{
    /// <summary>Messages in one turn.</summary>
    public const int MaxMessages = 64;

    /// <summary>Bytes in one turn.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly FrameHold _turn;
    private int _messages;
    private long _bytes;

    /// <summary>Makes a whole one.</summary>
    /// <param name="start">Runs what comes in the next turn; <see langword="null"/>: the thread pool.</param>
    public WireBudget(Action<IThreadPoolWorkItem>? start = null) =>
        _turn = new FrameHold(start ?? (static item => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false)));

    /// <summary>The loop had to wait, so others have had their turn: it is whole again.</summary>
    public void Renew() => (_messages, _bytes) = (0, 0);

    /// <summary>A message was taken.</summary>
    /// <param name="bytes">Its length.</param>
    /// <returns>
    /// Complete at once while the budget lasts; else in the loop's next turn, with a whole one. Await it before the
    /// next call.
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
