using System.Buffers;
using System.Reactive.Concurrency;
using Audio.Core.Buffers;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// Passes frames from the wire to the decoder as far as there is room. The rest waits in the session's backlog, as far
/// as it may, or else in the wire, which is held meanwhile. It retries by itself.
/// </summary>
/// <remarks>
/// The backlog may hold what was promised (<see cref="Promise"/>) and, if the session asked for it, sound up to the
/// limits of <see cref="BacklogSettings"/>. Session scheduler only, except where noted.
/// </remarks>
internal sealed class SessionIntake
{
    /// <summary>
    /// Sound that effects hold back is released while the mixer still has this much; it is checked at the latest when
    /// half of that is left.
    /// </summary>
    private static readonly TimeSpan HeldMargin = TimeSpan.FromMilliseconds(20);

    // Immutable.
    private readonly BacklogSettings _limits;
    private readonly bool _keepsBacklog;
    private readonly StreamDecoder _stream;
    private readonly IScheduler _scheduler;
    private readonly int _mixRate;
    private readonly ByteBacklog _backlog;

    // Set once, before the first frame.
    private ISessionFlow _flow = null!;

    // Written on the session scheduler, read by any thread.
    private volatile bool _streamEnded;

    // bytes taken from chunk frames: decoded, or in the backlog, but not pending
    private long _bytesReceived;
    private long _framesDropped; // dropped from the backlog by a cancel

    // Session scheduler only.
    private ReadOnlySequence<byte> _pending;
    private FrameHold? _hold; // of the frame being delivered
    private FrameHold? _pendingHold; // of the pending frame
    private bool _retryScheduled;
    private IDisposable? _retry;
    private bool _heldWatched;
    private bool _detached;
    private long _promised; // the offset up to which every byte is taken at once

    /// <param name="stream">Where the bytes go.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="mixRate">Frames of the mix in a second.</param>
    /// <param name="backlog">The memory and the limits of its backlog.</param>
    /// <param name="keepsBacklog">
    /// Whether the backlog may hold more than what was promised; otherwise the wire is held.
    /// </param>
    public SessionIntake(
        StreamDecoder stream,
        IScheduler scheduler,
        int mixRate,
        BacklogSettings backlog,
        bool keepsBacklog
    )
    {
        _stream = stream;
        _scheduler = scheduler;
        _mixRate = mixRate;
        _limits = backlog;
        _keepsBacklog = keepsBacklog;
        _backlog = new ByteBacklog(backlog.Blocks, backlog.Share);
        _stream.Moved = () => _scheduler.Schedule(GoOn);
    }

    /// <summary>Whether frames are accepted: neither the stream nor the session has ended.</summary>
    public bool IsOpen => !_streamEnded && !_flow.IsOver;

    /// <summary>Whether the stream has ended. Any thread.</summary>
    public bool IsStreamEnded => _streamEnded;

    /// <summary>The bytes received: the offset at which the next chunk frame begins. Any thread.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Frames in the backlog, at the stream's own rate. Any thread.</summary>
    public long FramesInBacklog =>
        _backlog.Length > 0 ? Math.Max(0, _stream.FrameAt(BytesReceived) - _stream.FramesDecoded) : 0;

    /// <summary>
    /// Frames received, decoded or not, including dropped ones, at the stream's own rate. Any thread.
    /// </summary>
    public long FramesReceived => _stream.FramesDecoded + FramesInBacklog + Interlocked.Read(ref _framesDropped);

    /// <summary>Whether nothing can be added now: the stream has ended, or there is no room.</summary>
    public bool IsClosed => _streamEnded || _retryScheduled || !_pending.IsEmpty;

    /// <summary>The bytes passed to the decoder: those received, without the backlog. Any thread.</summary>
    public long BytesDecoded => BytesReceived - _backlog.Length;

    /// <summary>The hold for the next frame.</summary>
    public FrameHold Hold
    {
        set => _hold = value;
    }

    /// <summary>The limit of the backlog in bytes.</summary>
    private long MaxBacklog =>
        Math.Max(
            _promised - BytesDecoded,
            _keepsBacklog
                ? Math.Min(_limits.MaxBytes, (long)(_limits.MaxDuration.TotalSeconds * _stream.BytesPerSecond))
                : 0
        );

    /// <summary>Connects it to its session. Once, before the first frame.</summary>
    public void Join(ISessionFlow flow) => _flow = flow;

    /// <summary>
    /// Promises to take all bytes up to an offset at once, whenever they come. How many bytes fit into the stages and
    /// the jitter buffer is an estimate; what does not fit waits in the backlog, so the promise holds.
    /// </summary>
    /// <returns>The offset, which never decreases.</returns>
    public long Promise() => _promised = Math.Max(_promised, _stream.RoomUpTo(BytesDecoded));

    /// <summary>
    /// Takes a frame as far as there is room, and holds its wire while some of it waits. Never throws: an error ends
    /// the session.
    /// </summary>
    public void Take(in ChunkFrame frame)
    {
        if (!IsOpen)
            return;
        try
        {
            if (!frame.Payload.IsEmpty)
                _flow.Arrives();
            _pending = frame.Payload;
            if (frame.IsEndOfStream)
                _streamEnded = true;
            if (!(_retryScheduled ? KeepPending() : Push()))
                HoldPending();
        }
#pragma warning disable CA1031 // An error in one session ends that session, not its connection.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _flow.Fail(error);
            LetGo();
        }
    }

    /// <summary>Fails the session, unless its stream has ended already; then it plays what it holds.</summary>
    public void Fail(Exception error)
    {
        if (!IsOpen)
            return;
        _flow.Fail(error);
        LetGo();
    }

    /// <summary>Ends the stream with what has arrived.</summary>
    public void End()
    {
        _streamEnded = true;
        if (_retryScheduled)
            DrainIfAllIsHere();
        else
            Push();
    }

    /// <summary>Reports again if the whole stream has been received.</summary>
    public void DrainIfAllIsHere()
    {
        if (_streamEnded && _pending.IsEmpty)
            _flow.AllIsHere();
    }

    /// <summary>Drops a pending frame, so that its wire continues.</summary>
    public void LetGo()
    {
        _pending = default;
        FrameHold? hold = _pendingHold;
        _pendingHold = null;
        hold?.Release();
    }

    /// <summary>Drops everything that waits.</summary>
    public void Drop()
    {
        _retryScheduled = false;
        _framesDropped = FramesInBacklog;
        _backlog.Clear();
        LetGo();
    }

    /// <summary>
    /// Its connection is gone: drops a pending frame, and holds none any more; what was not taken will be sent again.
    /// </summary>
    public void Detach()
    {
        _detached = true;
        LetGo();
    }

    /// <summary>Its frames now come from another connection.</summary>
    public void Attach() => _detached = false;

    private void HoldPending()
    {
        if (_detached)
        {
            LetGo();
            return;
        }
        _hold!.Take();
        _pendingHold = _hold;
    }

    /// <summary>Decodes what waits as far as there is room, and retries by itself if that was not enough.</summary>
    /// <returns>Whether nothing is pending any more, so that the connection may continue.</returns>
    private bool Push()
    {
        _retryScheduled = false;
        bool taken = PushBacklog() && PushPending() && (!_streamEnded || _stream.Finish());
        bool here = KeepPending();
        _flow.Sound();
        WatchHeld();
        if (!taken)
        {
            _retryScheduled = true;
            _retry = _scheduler.Schedule(WaitForRoom(), Retry);
        }
        else if (_streamEnded)
        {
            _flow.AllIsDecoded();
        }
        return here;
    }

    private bool PushBacklog()
    {
        if (_backlog.Length == 0)
            return true;
        ReadOnlySequence<byte> bytes = _backlog.Bytes;
        bool taken = _stream.Push(ref bytes);
        _backlog.Advance(_backlog.Length - bytes.Length);
        return taken;
    }

    private bool PushPending()
    {
        long before = _pending.Length;
        bool taken = _stream.Push(ref _pending);
        Interlocked.Add(ref _bytesReceived, before - _pending.Length);
        return taken;
    }

    /// <summary>
    /// Moves what is pending to the backlog, up to its limit, and releases the connection if that was everything.
    /// </summary>
    /// <returns>Whether nothing is pending any more.</returns>
    private bool KeepPending()
    {
        if (!_pending.IsEmpty)
        {
            long kept = _backlog.Append(_pending, MaxBacklog);
            _pending = _pending.Slice(kept);
            Interlocked.Add(ref _bytesReceived, kept);
        }
        if (!_pending.IsEmpty)
            return false;
        LetGo();
        DrainIfAllIsHere();
        return true;
    }

    private void Retry()
    {
        if (_retryScheduled)
            Push();
    }

    /// <summary>The decoder had to wait, and need not any more.</summary>
    private void GoOn()
    {
        if (_flow.IsOver)
            return;
        _retry?.Dispose();
        Push();
    }

    /// <summary>
    /// Waits until half of what is held has been played, so that the buffer does not run dry meanwhile.
    /// </summary>
    private TimeSpan WaitForRoom() => PollInterval.For(Duration(_stream.Buffer?.BufferedFrames ?? 0) / 2);

    /// <summary>
    /// Schedules the release of sound that effects hold back: at first after their longest wait, later before the mixer
    /// runs out of other sound.
    /// </summary>
    private void WatchHeld()
    {
        if (_heldWatched || !_stream.IsHolding)
            return;
        _heldWatched = true;
        TimeSpan held = Duration(_stream.Buffer!.BufferedFrames);
        TimeSpan wait = _flow.IsMixed ? held - HeldMargin : _stream.MaxWait;
        TimeSpan least =
            _flow.IsSilenced ? PollInterval.Longest
            : held < HeldMargin ? held / 2
            : HeldMargin / 2;
        bool isPolled = _flow.IsMixed || _flow.IsSilenced; // then nothing is released after a given time
        _scheduler.Schedule(wait < least && isPolled ? least : wait, LetOutHeld);
    }

    private void LetOutHeld()
    {
        _heldWatched = false;
        if (_flow.IsOver || !_stream.IsHolding)
            return;
        if (_flow.IsSilenced || Duration(_stream.Buffer!.BufferedFrames) > 2 * HeldMargin)
        {
            WatchHeld();
            return;
        }
        _stream.Hurry();
        if (!_retryScheduled)
            Push();
    }

    private TimeSpan Duration(long mixFrames) => TimeSpan.FromSeconds((double)mixFrames / _mixRate);
}
