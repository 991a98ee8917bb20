using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Sinks;
using Audio.Protocol;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Turns the bytes of a session's stream into samples at the mix rate in its jitter buffer, in stages: <see
/// cref="StreamContainer"/>, <see cref="DecodeStage"/>, <see cref="ResampleStage"/>, <see cref="SessionEffects"/> after
/// the <see cref="LatencyLimit"/>, <see cref="BufferStage"/>. Stages that a stream does not need are left out. When the
/// buffer is full they stop wherever they are and continue from there later; nothing is copied to wait.
/// </summary>
/// <remarks>Session scheduler only, except for the reading side of the jitter buffer and for positions.</remarks>
internal sealed class StreamDecoder : IDisposable
{
    /// <summary>The room promised for a header while the format is unknown.</summary>
    private const int HeaderRoom = 128 * 1024;

    /// <summary>A longer resampler tail, at rates under 1 kHz, is not computed with each chunk.</summary>
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
    private ReadOnlySequence<byte> _unread; // bytes read in search of a header that are samples
    private ISampleStage? _first; // after the decoder
    private ResampleStage? _resample;
    private bool _lettingOut;
    private bool _resting; // the stream has ended, and the stages release what they hold
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

    /// <summary>The format of the samples: the declared one, or the header's once it was read.</summary>
    public AudioFormat Format => _container.Format;

    /// <summary>The jitter buffer; set once the format is known.</summary>
    public JitterBuffer? Buffer { get; private set; }

    /// <summary>Bytes before the first sample.</summary>
    public long HeaderBytes => _container.HeaderBytes;

    /// <summary>Bytes that were not sound.</summary>
    public long BytesIgnored => _decode?.BytesIgnored ?? 0;

    /// <summary>Frames decoded, at the stream's rate.</summary>
    public long FramesDecoded => _decode?.FramesDecoded ?? 0;

    /// <summary>Whether there is sound held back that <see cref="Hurry"/> would release. Session scheduler.</summary>
    public bool IsHolding => !_lettingOut && _first is { IsHolding: true };

    /// <summary>How long the effects may delay the first sound.</summary>
    public TimeSpan MaxWait => _effects?.MaxWait ?? TimeSpan.Zero;

    /// <summary>Frames in the effects, at the mix rate. Any thread.</summary>
    public long FramesInEffects => _effects?.HeldFrames ?? 0;

    /// <summary>Frames skipped, at the stream's rate. Any thread.</summary>
    public long FramesSkipped => _map?.FramesSkipped ?? 0;

    /// <summary>
    /// The stream frame, at the stream's rate, of a frame in the jitter buffer; both count from the start. Any thread.
    /// </summary>
    public long ToStreamFrame(long bufferFrame) => Math.Min(_map?.ToStreamFrame(bufferFrame) ?? 0, FramesDecoded);

    /// <summary>
    /// The frame in the jitter buffer of a stream frame: see <see cref="StreamMap.ToBufferFrame"/>. Any thread.
    /// </summary>
    public long? ToBufferFrame(long streamFrame) => _map?.ToBufferFrame(streamFrame);

    /// <summary>
    /// The number of frames in this many more bytes of the stream, once its header was read. Any thread.
    /// </summary>
    public long FramesIn(long bytes) => _decode?.FramesIn(bytes) ?? bytes / Format.BytesPerFrame;

    /// <summary>
    /// Frames skipped among this many, because too much was held; both at the stream's rate. Any thread.
    /// </summary>
    public long SkippedUpTo(long streamFrame) => _map?.SkippedUpTo(streamFrame) ?? 0;

    /// <summary>Releases sound held back for look-ahead, with the next <see cref="Push"/>.</summary>
    public void Hurry() => _lettingOut = true;

    /// <summary>Consumes as many bytes as there is room for.</summary>
    /// <param name="bytes">Advanced past what was consumed.</param>
    /// <returns>Whether everything was consumed; if not, there is no room now: try again later.</returns>
    /// <exception cref="ProtocolException">The stream's header cannot be played.</exception>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        if (_decode is null)
        {
            if (!_container.Read(ref bytes))
                return true;
            Begin();
        }
        if (_resting)
            return true; // the stages are being flushed, in several steps if the buffer is full, and take no more
        if (!BeginAnew() || !_decode!.Push(ref _unread) || !_decode.Push(ref bytes) || !LetOut())
            return false;
        _resample?.Preview();
        return true;
    }

    /// <summary>The offset up to which there is room, given the bytes received so far.</summary>
    public long RoomUpTo(long received)
    {
        if (Buffer is not { } buffer)
            return HeaderRoom;
        long frames = _first!.FreeFrames;
        if (buffer.BufferedFrames == 0)
            frames = Math.Max(frames, 1); // an empty buffer always accepts something, even at a few hertz
        return received + frames * Format.BytesPerFrame;
    }

    /// <summary>Ends the stream: flushes the stages and completes the buffer.</summary>
    /// <returns>Whether that is done; if not, the buffer is full: try again later.</returns>
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
        if (!_resting)
        {
            if (!_decode!.Push(ref _unread))
                return false;
            Buffer!.BeginRest();
            _resting = true;
        }

        if (!_first!.Flush())
            return false;
        _decode!.End();
        Buffer!.Complete();
        return _finished = true;
    }

    /// <summary>Frees the buffer, which the mixer no longer reads.</summary>
    public void Dispose() => Buffer?.Dispose();

    /// <summary>Creates the stages, from the last to the first, now that the format is known.</summary>
    private void Begin()
    {
        AudioFormat format = Format;
        int mixRate = _buffering.SampleRate;
        int channels = Math.Min(format.Channels, SinkOptions.Channels);
        Resampler? resampler =
            format.SampleRate == mixRate
                ? null
                : new Resampler(format.SampleRate, mixRate, channels, _buffering.Designs);
        long tail = resampler?.MaxTailFrames ?? 0;
        var buffer = new JitterBuffer(
            _buffering.Blocks,
            AudioFormat.Float32(mixRate, channels),
            capacityFrames: _buffering.Frames(_buffering.MaxBuffered),
            prefillFrames: _buffering.Frames(_buffering.Prefill),
            tailFrames: tail <= MaxPreview ? (int)tail : 0,
            share: _buffering.Share
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

    /// <summary>Starts a new sound if there was an audible gap.</summary>
    private bool BeginAnew() => Buffer is not { IsDry: true } || _first!.BeginAnew();

    /// <summary>After <see cref="Hurry"/>.</summary>
    /// <returns>Whether everything held back is out; if not, the buffer is full: try again later.</returns>
    private bool LetOut()
    {
        if (_lettingOut && !_first!.LetOut())
            return false;
        _lettingOut = false;
        return true;
    }
}
