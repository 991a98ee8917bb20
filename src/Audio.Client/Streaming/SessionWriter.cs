using System.Runtime.CompilerServices;

namespace Audio.Client.Streaming;

/// <summary>
/// Writes to a session's stream, one write at a time, and waits while the daemon's buffer is full. Any thread.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="refusal">Makes the error of a write to a stream that takes nothing more.</param>
internal sealed class SessionWriter(SessionStream stream, Func<Exception> refusal)
{
    private int _writing;

    /// <exception cref="InvalidOperationException">Another write is not done.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            throw new InvalidOperationException("Await the write before this one first.");
        bool waits = false;
        try
        {
            waits = !TryTake(ref data);
            return waits ? WriteRestAsync(data, cancellationToken) : ValueTask.CompletedTask;
        }
        finally
        {
            if (!waits)
                Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>Takes as much as there is room for.</summary>
    /// <returns>Whether that was everything.</returns>
    private bool TryTake(ref ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty && !stream.IsOpen)
            throw refusal();
        while (!data.IsEmpty)
        {
            int taken = stream.Take(data.Span);
            if (taken < 0)
                throw refusal();
            if (taken == 0)
                return false;
            data = data[taken..];
        }
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((SessionStream)state!).CancelRoom(token),
            stream
        );
        try
        {
            while (!TryTake(ref data))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await stream.RoomAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            Volatile.Write(ref _writing, 0);
        }
    }
}
