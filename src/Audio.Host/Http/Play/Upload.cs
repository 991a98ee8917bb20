using System.Buffers;
using System.IO.Pipelines;

namespace Audio.Host.Http.Play;

/// <summary>
/// A request's body as it arrives, with every way in which it can end. The stall timer runs only while the body is
/// awaited: a client held back by a full or paused session does not stall.
/// </summary>
internal sealed class Upload : IDisposable
{
    // Immutable.
    private readonly PipeReader _body;
    private readonly TimeSpan _stallLimit;
    private readonly TimeProvider _time;
    private readonly ITimer _stallTimer;

    // Any thread. The lock keeps a late wake-up away from the pipe once it serves the connection's next request.
    private readonly Lock _lock = new();
    private bool _disposed;
    private volatile bool _stopped;

    // Reading loop only.
    private long _left;

    /// <param name="body">The body; its creator completes it.</param>
    /// <param name="stallLimit">How long the body may send nothing.</param>
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

    /// <summary>Whether backpressure holds the client back, so that its silence is not a stall.</summary>
    public Func<bool>? IsHeldBack { get; set; }

    /// <summary>When the first bytes arrived, as a <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long? FirstArrival { get; private set; }

    /// <summary>Whether the last <see cref="ReadAsync"/> had to wait, which gave other work its turn.</summary>
    public bool HasWaited { get; private set; }

    /// <summary>The error, after <see cref="UploadEnd.Cut"/>.</summary>
    public string? Fault { get; private set; }

    /// <summary>Waits for more bytes than were left unconsumed. One call at a time.</summary>
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
                // A wake-up without new data.
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
    /// Releases bytes to the pipe. Those after <paramref name="consumed"/> are returned again, with more.
    /// </summary>
    public void AdvanceTo(SequencePosition consumed, ReadOnlySequence<byte> read)
    {
        _left = read.Slice(consumed).Length;
        _body.AdvanceTo(consumed, read.End);
    }

    /// <summary>Stops the upload: a pending read ends. Any thread.</summary>
    public void Stop()
    {
        _stopped = true;
        WakeUp();
    }

    /// <summary>Ends the use of the pipe, because the request is over.</summary>
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
            // Includes BadHttpRequestException, which is an IOException.
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
