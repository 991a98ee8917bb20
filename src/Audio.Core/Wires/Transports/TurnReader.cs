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

    // Reading loop only.
    private long _returned = time.GetTimestamp(); // when the last bytes were handed out

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        long asked = time.GetTimestamp();
        ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        long arrived = time.GetTimestamp();
        if (time.GetElapsedTime(asked, arrived) >= Rest)
            budget.Renew();
        else
            await budget.SpendAsync(bytes: 0, time.GetElapsedTime(_returned, asked)).ConfigureAwait(false);
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
}
