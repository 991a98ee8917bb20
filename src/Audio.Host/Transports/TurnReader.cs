using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Audio.Core.Wires;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Audio.Host.Transports;

/// <summary>
/// Reads a connection in turns, whatever its bytes are. The web server receives from a socket as long as it has data,
/// and a reader that waits for it runs on the same thread (<see cref="Running.InlineSockets"/>). So a turn ends while
/// bytes wait to be looked at: the server then receives no more of them (<see cref="MaxAheadBytes"/>) and gives up
/// the thread as well.
/// </summary>
internal sealed class TurnReader(PipeReader reader, WireBudget budget, TimeProvider time) : PipeReader
{
    /// <summary>How far the web server may receive ahead of the reader: once, however much that is.</summary>
    public const int MaxAheadBytes = 2;

    /// <summary>A wait of this length means that the socket was empty: others of its thread had their turn.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(0.1);

    // Reading loop only.
    private long _returned = time.GetTimestamp(); // when the last bytes were handed out

    /// <summary>Reads all connections of an endpoint in turns.</summary>
    public static void Use(ListenOptions listen)
    {
        TimeProvider time = listen.ApplicationServices.GetRequiredService<TimeProvider>();
        listen.Use(next =>
            connection =>
            {
                IDuplexPipe pipe = connection.Transport;
                connection.Transport = new Pipes(new TurnReader(pipe.Input, new WireBudget(), time), pipe.Output);
                return next(connection);
            }
        );
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        long asked = time.GetTimestamp();
        ReadResult result = await reader.ReadAsync(cancellationToken);
        long arrived = time.GetTimestamp();
        if (time.GetElapsedTime(asked, arrived) >= Rest)
            budget.Renew();
        else
            await budget.SpendAsync(bytes: 0, time.GetElapsedTime(_returned, asked));
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

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
