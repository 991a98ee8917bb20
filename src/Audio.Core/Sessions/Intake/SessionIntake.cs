using System.Buffers;
using System.Reactive.Concurrency;
using Audio.Core.Buffers;
using Audio.Core.Sessions.Scheduling;
using Audio.Core.Sessions.Stages;
using Audio.Protocol.Chunks;

namespace Audio.Core.Sessions.Intake;

/// <summary>
/// From the wire to the decoder: a frame is moved on as far as there is room, the rest of it waits in the backlog where
/// the session keeps one, else in the wire, which is held meanwhile. What waits comes again by itself.
/// </summary>
/// <remarks>Session scheduler only, but for what is said there.</remarks>
internal sealed class SessionIntake
{
    /// <summary>
    /// What effects hold back is let out while the mixer still has so much; it is looked at once and no later than at
    /// half of it.
    /// </summary>
    private static readonly TimeSpan HeldMargin = TimeSpan.FromMilliseconds(20);

    // Immutable.
    private readonly BacklogSettings? _limits;
    private readonly StreamDecoder _stream;
    private readonly IScheduler _scheduler;
    private readonly int _mixRate;
    private readonly ByteBacklog? _backlog;

    // Set once, before the first frame.
    private ISessionFlow _flow = null!;

    // Written on the session scheduler, read by any thread.
    private volatile bool _streamEnded;

    // taken from the chunk frames: decoded, or in the backlog; what is pending is not here yet
    private long _bytesReceived;
    private long _framesDropped; // from the backlog, by a cancel

    // Session scheduler only.
    private ReadOnlySequence<byte> _pending;
    private FrameHold? _hold; // of the frame that is delivered now
    private FrameHold? _pendingHold; // of the one that waits
    private bool _retryScheduled;
    private bool _heldWatched;
    private bool _detached;

    /// <param name="stream">Where the bytes go.</param>
    /// <param name="scheduler">The session's.</param>
    /// <param name="mixRate">Frames of the mix in a second.</param>
    /// <param name="backlog">
    /// The limits within which it keeps what the buffer has no room for; <see langword="null"/>: it holds the wire instead.
    /// </param>
    public SessionIntake(StreamDecoder stream, IScheduler scheduler, int mixRate, BacklogSettings? backlog)
    {
        _stream = stream;
        _scheduler = scheduler;
        _mixRate = mixRate;
        if (backlog is null)
            return;
        _limits = backlog;
        _backlog = new ByteBacklog(backlog.Blocks);
    }

    /// <summary>Whether frames are taken: neither the stream nor the session is over.</summary>
    public bool IsOpen => !_streamEnded && !_flow.IsOver;

    /// <summary>Whether the end of the stream has come. Any thread.</summary>
    public bool IsStreamEnded => _streamEnded;

    /// <summary>
    /// The bytes of the stream that are here: the offset at which the next chunk frame begins. Any thread.
    /// </summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Frames that are in the backlog, at the stream's own rate. Any thread.</summary>
    public long FramesInBacklog => _backlog is { Length: > 0 and var bytes } ? _stream.FramesIn(bytes) : 0;

    /// <summary>
    /// Frames that are here, decoded or not, at the stream's own rate; those that were dropped count. Any thread.
    /// </summary>
    public long FramesReceived => _stream.FramesDecoded + FramesInBacklog + Interlocked.Read(ref _framesDropped);

    /// <summary>Whether nothing could be added now: the stream has ended, or there is no room.</summary>
    public bool IsClosed => _streamEnded || _retryScheduled || !_pending.IsEmpty;

    /// <summary>
    /// The stream offset up to which bytes can be taken without waiting, as far as this session's own buffer goes.
    /// </summary>
    public long RoomUpTo => _stream.RoomUpTo(BytesReceived);

    /// <summary>What holds the wire of the frame that is taken next.</summary>
    public FrameHold Hold
    {
        set => _hold = value;
    }

    /// <summary>How many bytes the backlog may hold.</summary>
    private long MaxBacklog =>
        Math.Min(_limits!.MaxBytes, (long)(_limits.MaxDuration.TotalSeconds * _stream.Format.BytesPerSecond));

    /// <summary>Says whom it asks and tells. Once, before the first frame: the two know each other.</summary>
    public void Join(ISessionFlow flow) => _flow = flow;

    /// <summary>
    /// Takes a frame, as far as there is room; holds its wire while some of it waits. Throws nothing: what is wrong
    /// with it ends the session.
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
#pragma warning disable CA1031 // A fault inside one session ends that session, not its connection.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _flow.Fail(error);
            LetGo();
        }
    }

    /// <summary>The stream cannot go on. One that had ended before plays what it holds.</summary>
    public void Fail(Exception error)
    {
        if (!IsOpen)
            return;
        _flow.Fail(error);
        LetGo();
    }

    /// <summary>The stream ends with what came.</summary>
    public void End()
    {
        _streamEnded = true;
        if (_retryScheduled)
            DrainIfAllIsHere();
        else
            Push();
    }

    /// <summary>Tells, once more, where the session may only play what is held.</summary>
    public void DrainIfAllIsHere()
    {
        if (_streamEnded && _pending.IsEmpty)
            _flow.AllIsHere();
    }

    /// <summary>A frame that waits is gone; its wire goes on.</summary>
    public void LetGo()
    {
        _pending = default;
        FrameHold? hold = _pendingHold;
        _pendingHold = null;
        hold?.Release();
    }

    /// <summary>What waits is not played any more.</summary>
    public void Drop()
    {
        _retryScheduled = false;
        _framesDropped = FramesInBacklog;
        _backlog?.Clear();
        LetGo();
    }

    /// <summary>
    /// Its connection is gone: a frame that waits is let go of, and none is held any more; what was not taken will be
    /// sent again.
    /// </summary>
    public void Detach()
    {
        _detached = true;
        LetGo();
    }

    /// <summary>Another connection brings its frames now.</summary>
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

    /// <summary>
    /// Moves what is held back on, as far as there is room; comes again by itself when there was not enough.
    /// </summary>
    /// <returns>Whether nothing is pending any more: the connection may go on.</returns>
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
            _scheduler.Schedule(WaitForRoom(), Retry);
        }
        else if (_streamEnded)
        {
            _flow.AllIsDecoded();
        }
        return here;
    }

    private bool PushBacklog()
    {
        if (_backlog is not { Length: > 0 } backlog)
            return true;
        ReadOnlySequence<byte> bytes = backlog.Bytes;
        bool taken = _stream.Push(ref bytes);
        backlog.Advance(backlog.Length - bytes.Length);
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
    /// Puts what is pending into the backlog, as much as may be there, and lets go of the connection when that is all.
    /// </summary>
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
        LetGo();
        DrainIfAllIsHere();
        return true;
    }

    private void Retry()
    {
        if (_retryScheduled)
            Push();
    }

    /// <summary>
    /// Half of what is held will have been played by then, so the buffer never runs dry over the wait.
    /// </summary>
    private TimeSpan WaitForRoom() => LookAgain.In(Duration(_stream.Buffer?.BufferedFrames ?? 0) / 2);

    /// <summary>
    /// What effects hold back to know more of it waits at first as long as they may, and later while the mixer has
    /// sound without it.
    /// </summary>
    private void WatchHeld()
    {
        if (_heldWatched || !_stream.IsHolding)
            return;
        _heldWatched = true;
        TimeSpan held = Duration(_stream.Buffer!.BufferedFrames);
        TimeSpan wait = _flow.IsMixed ? held - HeldMargin : _stream.MaxWait;
        TimeSpan least =
            _flow.IsSilenced ? LookAgain.Longest
            : held < HeldMargin ? held / 2
            : HeldMargin / 2;
        _scheduler.Schedule(wait < least && _flow.IsMixed ? least : wait, LetOutHeld);
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
