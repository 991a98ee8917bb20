using System.Buffers;
using Audio.Core.Buffers;

namespace Audio.Core.Sessions;

/// <content>Its backlog: what its producer sends beyond the jitter buffer is taken all the same, and waits in the bytes in which it came.</content>
public sealed partial class AudioSession
{
    // Session scheduler only, but for its length.
    private readonly ByteBacklog? _backlog;

    // Written on the session scheduler.
    private long _framesDropped; // from the backlog, by a cancel

    /// <summary>How many bytes the backlog may hold.</summary>
    private long MaxBacklog => Math.Min(
        _context.MaxBacklogBytes,
        (long)(_context.MaxBacklog.TotalSeconds * _stream.Format.BytesPerSecond));

    /// <summary>Frames that are in the backlog, at the stream's own rate. Any thread.</summary>
    private long FramesInBacklog => _backlog is { Length: > 0 and var bytes } ? _stream.FramesIn(bytes) : 0;

    /// <summary>Moves the backlog on, as far as there is room.</summary>
    /// <returns>Whether it is empty.</returns>
    private bool PushBacklog()
    {
        if (_backlog is not { Length: > 0 } backlog)
            return true;
        ReadOnlySequence<byte> bytes = backlog.Bytes;
        bool taken = _stream.Push(ref bytes);
        backlog.Advance(backlog.Length - bytes.Length);
        return taken;
    }

    /// <summary>Puts what is pending into the backlog, as much as may be there, and lets go of the connection when that is all.</summary>
    /// <returns>Whether nothing is pending any more.</returns>
    private bool KeepPending()
    {
        if (!_pending.IsEmpty && _backlog is not null)
        {
            long kept = _backlog.Append(_pending, MaxBacklog);
            _pending = _pending.Slice(kept);
            Interlocked.Add(ref _bytesReceived, kept);
        }
        if (!_pending.IsEmpty)
            return false;
        ReleasePending();
        DrainIfAllIsHere();
        return true;
    }

    /// <summary>The stream has ended and nothing of it is still at its producer: from here on it only plays what is held.</summary>
    private void DrainIfAllIsHere()
    {
        if (_streamEnded && _pending.IsEmpty)
            Move(SessionTrigger.Drain);
    }
}
