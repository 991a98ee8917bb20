using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Audio.Core.Wires.Transports;

/// <summary>
/// Reads a connection in turns, whatever its bytes are. A web server receives from a socket as long as it has data, and
/// if it completes reads inline, whoever reads runs in that loop: a client that floods then keeps the thread from all
/// others. Here a turn ends while bytes wait to be looked at. The server must stop receiving then, which it does if it
/// may receive only <see cref="MaxAheadBytes"/> ahead. One reading loop.
/// </summary>
/// <param name="reader">The connection.</param>
/// <param name="budget">What one turn may do.</param>
/// <param name="time">The clock.</param>
public sealed class TurnReader(PipeReader reader, WireBudget budget, TimeProvider time) : PipeReader
{
    /// <summary>
    /// The limit for the web server's buffer: what a turn may take, so that a sound that starts finds what has arrived.
    /// </summary>
    public const int MaxAheadBytes = WireBudget.MaxBytes;

    /// <summary>A wait of this length means that the socket was empty: others of its thread had their turn.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(0.1);

    // Any thread.
    private volatile bool _hasUnread;

    // Reading loop only.
    private long _returned = time.GetTimestamp(); // when the last bytes were handed out

    /// <summary>Whether bytes that have arrived wait for the next turn. Any thread.</summary>
    public bool HasUnread => _hasUnread;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        long asked = time.GetTimestamp();
        ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        long arrived = time.GetTimestamp();
        if (time.GetElapsedTime(asked, arrived) >= Rest)
        {
            budget.Renew();
        }
        else if (await IsOverAsync(asked, !result.Buffer.IsEmpty).ConfigureAwait(false) && !result.IsCanceled)
        {
            reader.AdvanceTo(result.Buffer.Start); // and again, with what has arrived meanwhile
            result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        _hasUnread = false;
        _returned = time.GetTimestamp();
        return result;
    }

    /// <summary>Reads nothing: <see cref="ReadAsync"/> is where turns end.</summary>
    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => reader.AdvanceTo(consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) =>
        reader.AdvanceTo(consumed, examined);

    /// <inheritdoc/>
    public override void CancelPendingRead() => reader.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => reader.Complete(exception);

    /// <summary>Accounts for a read, and waits for the next turn if this one is over.</summary>
    /// <returns>Whether it was over.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> IsOverAsync(long asked, bool hasUnread)
    {
        ValueTask turn = budget.SpendAsync(bytes: 0, time.GetElapsedTime(_returned, asked));
        if (turn.IsCompleted)
            return false;
        _hasUnread = hasUnread;
        await turn.ConfigureAwait(false);
        return true;
    }
}
