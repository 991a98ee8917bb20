using System.Buffers;
using System.IO.Pipelines;

namespace Audio.Host.Http.Play;

/// <summary>
/// A request's body as it arrives, with every way in which it can end. Time counts only while the body is waited for: a
/// client that is held back, because its session is full or paused, stalls nothing.
/// </summary>
internal sealed class Upload : IDisposable
{
    // Immutable.
    private readonly PipeReader _body;
    private readonly TimeSpan _stallLimit;
    private readonly TimeProvider _time;
    private readonly ITimer _stallTimer;

    // Any thread; the lock keeps a late wake-up from reaching the pipe when the next request on the connection has it.
    private readonly Lock _lock = new();
    private bool _disposed;
    private volatile bool _stopped;

    // Reading loop only.
    private long _left;

    /// <param name="body">The body; completed by whoever made it.</param>
    /// <param name="stallLimit">How long nothing may come.</param>
    /// <param name="time">The clock.</param>
    public Upload(PipeReader body, TimeSpan stallLimit, TimeProvider time)
    {
        _body = body;
        _stallLimit = stallLimit;
        _time = time;
        _stallTimer = time.CreateTimer(
            static upload => ((Upload)upload!).WakeUp(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    /// <summary>Whether the client is held back by us, so that its silence is no stall.</summary>
    public Func<bool>? IsHeldBack { get; set; }

    /// <summary>When the first bytes came, as <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long? FirstArrival { get; private set; }

    /// <summary>Whether the last <see cref="ReadAsync"/> had to wait, so that others had their turn.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>What was wrong, after <see cref="UploadEnd.Cut"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>Waits until there is more than was left. One call at a time.</summary>
    public async ValueTask<UploadRead> ReadAsync()
    {
        HasWaited = false;
        while (!_stopped)
        {
            long since = _time.GetTimestamp();
            if (await NextAsync() is not { } result)
                return new UploadRead(default, UploadEnd.Cut);
            if (result.Buffer.Length > _left)
            {
                FirstArrival ??= _time.GetTimestamp();
            }
            else if (!result.IsCompleted)
            {
                // Woken without news.
                AdvanceTo(result.Buffer.Start, result.Buffer);
                if (!_stopped && _time.GetElapsedTime(since) >= _stallLimit && IsHeldBack?.Invoke() != true)
                    return new UploadRead(default, UploadEnd.Stalled);
                continue;
            }
            return new UploadRead(result.Buffer, result.IsCompleted ? UploadEnd.Whole : UploadEnd.None);
        }
        return new UploadRead(default, UploadEnd.Stopped);
    }

    /// <summary>
    /// Gives bytes back to the pipe; what is behind <paramref name="consumed"/> comes again, with more.
    /// </summary>
    public void AdvanceTo(SequencePosition consumed, ReadOnlySequence<byte> read)
    {
        _left = read.Slice(consumed).Length;
        _body.AdvanceTo(consumed, read.End);
    }

    /// <summary>No more of it is wanted: a read that waits ends. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        WakeUp();
    }

    /// <summary>The request is over; the pipe is left alone from here on.</summary>
    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _stallTimer.Dispose();
    }

    private async ValueTask<ReadResult?> NextAsync()
    {
        try
        {
            ValueTask<ReadResult> reading = _body.ReadAsync();
            if (reading.IsCompleted)
                return await reading;
            HasWaited = true;
            _stallTimer.Change(_stallLimit, Timeout.InfiniteTimeSpan);
            ReadResult result = await reading;
            _stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Also a BadHttpRequestException: it is an IOException.
            Fault = e.Message;
            return null;
        }
    }

    private void WakeUp()
    {
        lock (_lock)
        {
            if (!_disposed)
                _body.CancelPendingRead();
        }
    }
}
