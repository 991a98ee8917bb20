using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Sinks;
using Audio.Protocol;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// From the bytes of a session's stream to samples at the mix rate in its jitter buffer, in stages: <see
/// cref="StreamContainer"/>, <see cref="DecodeStage"/>, <see cref="ResampleStage"/>, <see cref="SessionEffects"/> with
/// the <see cref="LatencyLimit"/> in front, <see cref="BufferStage"/>. One that a stream does not need is not there.
/// They stop wherever the buffer is full and go on from there; nothing is copied to wait.
/// </summary>
/// <remarks>Session scheduler only, but for the jitter buffer's reading side and for positions.</remarks>
internal sealed class StreamDecoder : IDisposable
{
    /// <summary>
    /// A header may be this long before a session's format is known; what it has more is not promised room.
    /// </summary>
    private const int HeaderRoom = 128 * 1024;

    /// <summary>A longer tail of the resampler (a rate under 1 kHz) is not made with each chunk.</summary>
    private const int MaxPreview = 4_096;

    // Immutable.
    private readonly StreamBuffering _buffering;
    private readonly EffectChain _chain;
    private readonly TimeSpan? _maxLatency;
    private readonly StreamContainer _container;

    // Set once, when the format is certain; session scheduler, and any thread for positions.
    private volatile StreamMap? _map;
    private volatile SessionEffects? _effects;
    private DecodeStage? _decode;

    // Session scheduler only.
    private ReadOnlySequence<byte> _unread; // what was taken to look for a header, and was none
    private ISampleStage? _first; // behind the decoder
    private ResampleStage? _resample;
    private bool _lettingOut;
    private bool _resting; // no more was sent, and what the stages hold is let out
    private bool _finished;

    public StreamDecoder(
        StreamBuffering buffering,
        AudioFormat format,
        AudioContainer container,
        EffectChain effects,
        TimeSpan? maxLatency = null
    )
    {
        _maxLatency = maxLatency;
        _buffering = buffering;
        _chain = effects;
        _container = new StreamContainer(format, container);
        if (_container.IsPlain)
            Begin();
    }

    /// <summary>The format of the samples: the header's, once one was read.</summary>
    public AudioFormat Format => _container.Format;

    /// <summary>Where the samples go; there once the format is certain.</summary>
    public JitterBuffer? Buffer { get; private set; }

    /// <summary>Bytes in front of the first sample.</summary>
    public long HeaderBytes => _container.HeaderBytes;

    /// <summary>Bytes that were no sound.</summary>
    public long BytesIgnored => _decode?.BytesIgnored ?? 0;

    /// <summary>Frames decoded, at the stream's rate.</summary>
    public long FramesDecoded => _decode?.FramesDecoded ?? 0;

    /// <summary>Sound that is held back and that <see cref="Hurry"/> would bring out. Session scheduler.</summary>
    public bool IsHolding => !_lettingOut && _first is { IsHolding: true };

    /// <summary>How long the first sound may wait for the sake of the effects.</summary>
    public TimeSpan MaxWait => _effects?.MaxWait ?? TimeSpan.Zero;

    /// <summary>Frames at the mix rate that are in the effects. Any thread.</summary>
    public long FramesInEffects => _effects?.HeldFrames ?? 0;

    /// <summary>All frames that were skipped, at the stream's rate. Any thread.</summary>
    public long FramesSkipped => _map?.FramesSkipped ?? 0;

    /// <summary>
    /// The frame of the stream, at its own rate, that a frame in the jitter buffer comes from; both count from the
    /// start. Any thread.
    /// </summary>
    public long ToStreamFrame(long bufferFrame) => Math.Min(_map?.ToStreamFrame(bufferFrame) ?? 0, FramesDecoded);

    /// <summary>
    /// The frame in the jitter buffer that a frame of the stream comes out as: <see cref="StreamMap.ToBufferFrame"/>.
    /// Any thread.
    /// </summary>
    public long? ToBufferFrame(long streamFrame) => _map?.ToBufferFrame(streamFrame);

    /// <summary>Frames that so many more bytes of the stream hold, once its header was read. Any thread.</summary>
    public long FramesIn(long bytes) => _decode?.FramesIn(bytes) ?? bytes / Format.BytesPerFrame;

    /// <summary>
    /// Frames of the first so many that were skipped, because more was held than may be; both at the stream's rate. Any
    /// thread.
    /// </summary>
    public long SkippedUpTo(long streamFrame) => _map?.SkippedUpTo(streamFrame) ?? 0;

    /// <summary>What is held back for the sake of knowing more comes out with the next <see cref="Push"/>.</summary>
    public void Hurry() => _lettingOut = true;

    /// <summary>Takes bytes, as many as there is room for.</summary>
    /// <param name="bytes">Advanced past what was taken.</param>
    /// <returns>Whether all were taken; if not, the buffer or the pool is full: come again later.</returns>
    /// <exception cref="ProtocolException">The stream's header cannot be played.</exception>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        if (_decode is null)
        {
            if (!_container.Read(ref bytes))
                return true;
            Begin();
        }
        if (!BeginAnew() || !_decode!.Push(ref _unread) || !_decode.Push(ref bytes) || !LetOut())
            return false;
        _resample?.Preview();
        return true;
    }

    /// <summary>The offset up to which bytes can be taken at once, given how many were taken.</summary>
    public long RoomUpTo(long received)
    {
        if (Buffer is not { } buffer)
            return HeaderRoom;
        long frames = _first!.FreeFrames;
        if (buffer.BufferedFrames == 0)
            frames = Math.Max(frames, 1); // an empty buffer always takes something, also at a few hertz
        return received + frames * Format.BytesPerFrame;
    }

    /// <summary>No more bytes come: pushes out what the stages hold and completes the buffer.</summary>
    /// <returns>Whether all is out; if not, the buffer is full: come again later.</returns>
    /// <exception cref="ProtocolException">The stream ended inside its header.</exception>
    public bool Finish()
    {
        if (_finished)
            return true;
        if (_decode is null)
        {
            _container.End();
            Begin();
        }
        if (!_decode!.Push(ref _unread))
            return false;
        if (!_resting)
            Buffer!.BeginRest();
        _resting = true;
        if (!_first!.Flush())
            return false;
        _decode.End();
        Buffer!.Complete();
        return _finished = true;
    }

    /// <summary>Gives the buffer back. The mixer no longer reads it.</summary>
    public void Dispose() => Buffer?.Dispose();

    /// <summary>The format is certain: makes the stages, from the last to the first.</summary>
    private void Begin()
    {
        AudioFormat format = Format;
        int mixRate = _buffering.SampleRate;
        int channels = Math.Min(format.Channels, SinkOptions.Channels);
        Resampler? resampler =
            format.SampleRate == mixRate ? null : new Resampler(format.SampleRate, mixRate, channels);
        long tail = resampler?.MaxTailFrames ?? 0;
        var buffer = new JitterBuffer(
            _buffering.Blocks,
            AudioFormat.Float32(mixRate, channels),
            capacityFrames: _buffering.Frames(_buffering.MaxBuffered),
            prefillFrames: _buffering.Frames(_buffering.Prefill),
            tailFrames: tail <= MaxPreview ? (int)tail : 0
        );
        LatencyLimit? limit = _maxLatency is { } latency ? new LatencyLimit(buffer, _buffering.Frames(latency)) : null;
        IMixRateStage last = new BufferStage(buffer);
        if (_chain.Count > 0 || limit is not null)
            last = _effects = new SessionEffects(_chain, buffer, limit);
        _first = last;
        if (resampler is not null)
            _first = _resample = new ResampleStage(resampler, format.SampleRate, buffer, last);
        _decode = new DecodeStage(format, _container.DataBytes, buffer, _first);
        _unread = _container.Unread;
        Buffer = buffer;
        _map = new StreamMap(format.SampleRate, buffer, _effects, limit);
    }

    /// <summary>Where a gap was heard, what comes is a new sound.</summary>
    private bool BeginAnew() => Buffer is not { IsDry: true } || _first!.BeginAnew();

    /// <summary>After <see cref="Hurry"/>.</summary>
    /// <returns>Whether all that was held back is out; if not, the buffer is full: come again later.</returns>
    private bool LetOut()
    {
        if (_lettingOut && !_first!.LetOut())
            return false;
        _lettingOut = false;
        return true;
    }
}
