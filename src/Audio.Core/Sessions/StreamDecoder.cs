using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Formats;
using Audio.Core.Sinks;
using Audio.Protocol;
using Audio.Protocol.Wav;

namespace Audio.Core.Sessions;

/// <summary>
/// From the bytes of a session's stream to samples at the mix rate in its jitter buffer: WAV header, decoding, 5.1 to stereo,
/// resampling, effects. It stops wherever the buffer is full and goes on from there; nothing is copied to wait.
/// </summary>
/// <remarks>Session scheduler only, but for the jitter buffer's reading side.</remarks>
internal sealed class StreamDecoder : IDisposable
{
    /// <summary>Samples decoded in one step on the way to the resampler: 4 KiB, which stays in the first cache.</summary>
    private const int ScratchSamples = 1024;

    /// <summary>A header may be this long before a session's format is known; what it has more is not promised room.</summary>
    private const int HeaderRoom = 128 * 1024;

    /// <summary>A longer tail of the resampler (a rate under 1 kHz) is not made with each chunk.</summary>
    private const int MaxPreview = 4_096;

    // Immutable.
    private readonly SessionContext _context;
    private readonly EffectChain _chain;
    private readonly TimeSpan? _maxLatency;

    // Set once; session scheduler, and any thread for positions.
    private volatile SessionEffects? _effects;
    private volatile LatencyLimit? _limit;

    // Session scheduler only.
    private readonly WavHeaderReader? _header;
    private ReadOnlySequence<byte> _unread; // what was taken to look for a header, and was none
    private long? _dataBytesLeft;
    private SampleDecoder? _decoder;
    private SilentEnd? _silentEnd; // of what was sent: behind the resampler its last sound rings on
    private Resampler? _resampler;
    private ChannelMatrix? _downmix;
    private float[] _surround = []; // decoded, not yet mixed to stereo
    private float[] _scratch = [];
    private int _scratchStart;
    private int _scratchEnd;
    private long _previewed; // frames decoded when the last preview was made
    private bool _tailWaits; // the effects cannot say what becomes of the resampler's tail
    private bool _lettingOut;
    private bool _resting; // no more was sent, and what the stages hold is let out
    private bool _finished;

    public StreamDecoder(SessionContext context, AudioFormat format, AudioContainer container, EffectChain? effects = null, TimeSpan? maxLatency = null)
    {
        _maxLatency = maxLatency;
        _context = context;
        _chain = effects ?? context.Effects;
        Format = format;
        if (container == AudioContainer.Wav)
            _header = new WavHeaderReader();
        else
            Begin(format);
    }

    /// <summary>The format of the samples: the header's, once one was read.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Where the samples go; there once the format is certain.</summary>
    public JitterBuffer? Buffer { get; private set; }

    /// <summary>Bytes in front of the first sample.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>Bytes that were no sound.</summary>
    public long BytesIgnored { get; private set; }

    /// <summary>Frames decoded, at the stream's rate.</summary>
    public long FramesDecoded { get; private set; }

    /// <summary>Sound that is held back and that <see cref="Hurry"/> would bring out. Session scheduler.</summary>
    public bool IsHolding => !_lettingOut && (_tailWaits || _effects is { IsHolding: true });

    /// <summary>How long the first sound may wait for the sake of the effects.</summary>
    public TimeSpan MaxWait => _effects?.MaxWait ?? TimeSpan.Zero;

    /// <summary>Frames at the mix rate that are in the effects. Any thread.</summary>
    public long FramesInEffects => _effects?.HeldFrames ?? 0;

    /// <summary>The frame of the stream, at its own rate, that a frame in the jitter buffer comes from; both count from the start. Any thread.</summary>
    public long ToStreamFrame(long bufferFrame)
    {
        long frame = _effects?.ToInput(bufferFrame) ?? bufferFrame;
        return Math.Min((long)((Int128)frame * Format.SampleRate / _context.SampleRate), FramesDecoded);
    }

    /// <summary>
    /// The frame in the jitter buffer, counted from the start, that a frame of the stream comes out as; where an effect leaves it out, the next that is heard.
    /// <see langword="null"/>: it is not in the buffer yet. Any thread.
    /// </summary>
    public long? ToBufferFrame(long streamFrame)
    {
        long frame = (long)((Int128)streamFrame * _context.SampleRate / Format.SampleRate);
        if (_effects is { } effects)
            return effects.ToOutput(frame);
        return frame < (Buffer?.FramesWritten ?? 0) ? frame : null;
    }

    /// <summary>Frames that so many more bytes of the stream hold, once its header was read. Any thread.</summary>
    public long FramesIn(long bytes) =>
        (Math.Min(bytes, _dataBytesLeft ?? long.MaxValue) + (_decoder?.PendingBytes ?? 0)) / Format.BytesPerFrame;

    /// <summary>Frames of the first so many that were skipped, because more was held than may be; both at the stream's rate. Any thread.</summary>
    public long SkippedUpTo(long streamFrame) => _limit is not { } limit
        ? 0
        : limit.SkippedUpTo((long)((Int128)streamFrame * _context.SampleRate / Format.SampleRate)) * Format.SampleRate / _context.SampleRate;

    /// <summary>All frames that were skipped, at the stream's rate. Any thread.</summary>
    public long FramesSkipped => (_limit?.Skipped ?? 0) * Format.SampleRate / _context.SampleRate;

    /// <summary>What is held back for the sake of knowing more comes out with the next <see cref="Push"/>.</summary>
    public void Hurry() => _lettingOut = true;

    /// <summary>Takes bytes, as many as there is room for.</summary>
    /// <param name="bytes">Advanced past what was taken.</param>
    /// <returns>Whether all were taken; if not, the buffer or the pool is full: come again later.</returns>
    /// <exception cref="ProtocolException">The stream's header cannot be played.</exception>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        if (_decoder is null && !ReadHeader(ref bytes))
            return true;
        if (!BeginAnew() || !Decode(ref _unread) || !Decode(ref bytes) || !LetOut())
            return false;
        Preview();
        return true;
    }

    /// <summary>The offset up to which bytes can be taken at once, given how many were taken.</summary>
    public long RoomUpTo(long received)
    {
        if (Buffer is not { } buffer)
            return HeaderRoom;
        long frames = (long)RoomBeforeEffects(buffer) * Format.SampleRate / _context.SampleRate;
        if (_resampler is { } resampler)
            frames -= Math.Min((long)resampler.TailFrames * Format.SampleRate / _context.SampleRate + 1, frames / 2);
        if (buffer.BufferedFrames == 0)
            frames = Math.Max(frames, 1); // an empty buffer always takes something, also at a few hertz
        return received + frames * Format.BytesPerFrame;
    }

    /// <summary>No more bytes come: pushes out what the resampler holds and completes the buffer.</summary>
    /// <returns>Whether all is out; if not, the buffer is full: come again later.</returns>
    /// <exception cref="ProtocolException">The stream ended inside its header.</exception>
    public bool Finish()
    {
        if (_finished)
            return true;
        if (_decoder is null)
            EndHeader();
        if (!Decode(ref _unread))
            return false;
        if (!_resting)
            Buffer!.BeginRest();
        _resting = true;
        if (!FlushResampler() || _effects?.Flush() == false)
            return false;
        BytesIgnored += _decoder!.PendingBytes;
        Buffer!.Complete();
        return _finished = true;
    }

    /// <summary>Gives the buffer back. The mixer no longer reads it.</summary>
    public void Dispose() => Buffer?.Dispose();

    private void Begin(AudioFormat format)
    {
        Format = format;
        int mixRate = _context.SampleRate;
        _decoder = new SampleDecoder(format);
        int channels = Math.Min(format.Channels, SinkOptions.Channels);
        _silentEnd = new SilentEnd(format.SampleRate, channels);
        if (format.Channels > channels)
        {
            _downmix = ChannelMatrix.Between(format.Channels, channels);
            _surround = new float[ScratchSamples / channels * format.Channels];
        }
        if (format.SampleRate != mixRate)
        {
            _resampler = new Resampler(format.SampleRate, mixRate, channels);
            _scratch = new float[ScratchSamples];
        }
        long tail = _resampler?.MaxTailFrames ?? 0;
        Buffer = new JitterBuffer(
            _context.Blocks,
            AudioFormat.Float32(mixRate, channels),
            capacityFrames: _context.Frames(_context.MaxBuffered),
            prefillFrames: _context.Frames(_context.Prefill),
            tailFrames: tail <= MaxPreview ? (int)tail : 0);
        if (_maxLatency is { } latency)
            _limit = new LatencyLimit(Buffer, _context.Frames(latency));
        if (_chain.Count > 0 || _limit is not null)
            _effects = new SessionEffects(_chain, Buffer, _limit);
    }

    /// <summary>Frames that the effects can take so that all that comes of them has room. What they hold is counted, but never so that nothing may come any more.</summary>
    private int RoomBeforeEffects(JitterBuffer buffer)
    {
        if (_effects is not { } effects)
            return buffer.FreeFrames;
        int frames = (int)(buffer.FreeFrames / effects.MaxStretch);
        return frames - (int)Math.Min(effects.HeldFrames, frames / 2);
    }

    private Span<float> GetSpan() => _effects is { } effects ? effects.GetSpan() : Buffer!.GetSpan();

    private void Advance(int samples)
    {
        if (_effects is { } effects)
            effects.Advance(samples);
        else
            Buffer!.Advance(samples);
    }

    private bool Decode(ref ReadOnlySequence<byte> bytes)
    {
        while (ResampleScratch() && _effects?.Drain() != false)
        {
            if (bytes.IsEmpty)
                return true;
            if (!DecodeNext(ref bytes))
                return false;
        }
        return false;
    }

    private bool DecodeNext(ref ReadOnlySequence<byte> bytes)
    {
        ReadOnlySpan<byte> source = bytes.FirstSpan;
        if (_dataBytesLeft is long left && left < source.Length)
        {
            source = source[..(int)left];
            if (source.IsEmpty)
            {
                BytesIgnored += bytes.Length;
                bytes = default;
                return true;
            }
        }

        Span<float> destination = _resampler is null ? GetSpan() : _scratch;
        if (destination.IsEmpty)
            return false;
        Span<float> decoded = _downmix is null ? destination : SurroundFor(destination);
        _decoder!.Decode(source, decoded, out int taken, out int samples);
        bytes = bytes.Slice(taken);
        _dataBytesLeft -= taken;
        FramesDecoded += samples / Format.Channels;
        if (_downmix is not null)
            samples = _downmix.Mix(decoded[..samples], destination);
        _silentEnd!.Add(destination[..samples]);
        Buffer!.EndsInSilence = _silentEnd.IsSilent;
        if (_resampler is null)
            Advance(samples);
        else
            (_scratchStart, _scratchEnd) = (0, samples);
        return true;
    }

    /// <summary>Room for no more frames than fit into the destination when they are stereo.</summary>
    private Span<float> SurroundFor(Span<float> destination) =>
        _surround.AsSpan(0, Math.Min(_surround.Length, destination.Length / _downmix!.Outputs * _downmix.Inputs));

    /// <returns>Whether all that can be made of what was decoded is out.</returns>
    private bool ResampleScratch()
    {
        while (_scratchStart < _scratchEnd || _resampler is { HasOutput: true })
        {
            Span<float> destination = GetSpan();
            if (destination.IsEmpty)
                return false;
            _resampler!.Process(_scratch.AsSpan(_scratchStart.._scratchEnd), destination, out int taken, out int samples);
            _scratchStart += taken;
            Advance(samples);
        }
        return true;
    }

    /// <summary>
    /// The resampler needs what follows to make the last milliseconds of what came. Where nothing follows they are heard all the same: as they are if no
    /// more comes, made anew with each chunk (docs/adr/0011-the-tail-is-heard-provisionally.md).
    /// </summary>
    private void Preview()
    {
        if (_resampler is not { TailFrames: > 0 } resampler || FramesDecoded == _previewed || Buffer!.TailSpan is { IsEmpty: true })
            return;
        _previewed = FramesDecoded;
        Span<float> tail = Buffer.TailSpan;
        int samples = resampler.Preview(tail);
        if (_effects is { } effects)
        {
            int? made = effects.Preview(tail[..samples]);
            _tailWaits = made is null && !effects.HasLatency;
            samples = made ?? 0;
        }

        Buffer.AdvanceTail(samples);
    }

    /// <summary>After <see cref="Hurry"/>: the resampler's tail, and then what the effects hold.</summary>
    /// <returns>Whether all is out; if not, the buffer is full: come again later.</returns>
    private bool LetOut()
    {
        if (!_lettingOut)
            return true;
        if (!LetOutTail())
            return false;
        _effects?.Hurry();
        if (_effects?.Drain() == false)
            return false;
        return !(_lettingOut = false);
    }

    private bool LetOutTail()
    {
        while (_resampler is { TailFrames: > 0 } resampler)
        {
            Span<float> room = GetSpan();
            if (room.IsEmpty)
                return false;
            Advance(resampler.LetOut(room));
        }

        _tailWaits = false;
        return true;
    }

    /// <summary>Where a gap was heard, what comes is a new sound: the tail is done with, and does not sound into it.</summary>
    /// <returns>Whether that is done; if not, the pool is empty: come again later.</returns>
    private bool BeginAnew()
    {
        if (_tailWaits || Buffer is not { IsDry: true } buffer || (_resampler is not null && buffer.TailSpan.IsEmpty))
            return true;
        if (!LetOutTail() || _effects?.Drain() == false)
            return false;
        _resampler?.Forget();
        _effects?.Rest();
        return true;
    }

    private bool FlushResampler()
    {
        while (_resampler is not null)
        {
            Span<float> destination = GetSpan();
            if (destination.IsEmpty)
                return false;
            bool done = _resampler.Flush(destination, out int samples);
            Advance(samples);
            if (done)
                _resampler = null;
        }
        return true;
    }

    /// <returns>Whether the samples begin.</returns>
    private bool ReadHeader(ref ReadOnlySequence<byte> bytes)
    {
        long before = bytes.Length;
        WavHeaderStatus status = _header!.Read(ref bytes);
        HeaderBytes += before - bytes.Length;
        switch (status)
        {
            case WavHeaderStatus.Header:
                _dataBytesLeft = _header.Header.DataBytes;
                Begin(_header.Header.Format);
                return true;
            case WavHeaderStatus.NoHeader:
                HeaderBytes = 0;
                Begin(Format);
                _unread = new ReadOnlySequence<byte>(_header.Skipped);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The stream has ended before it was clear whether a header stands in front.</summary>
    private void EndHeader()
    {
        if (_header!.Skipped.Length >= 4)
            throw new ProtocolException(ProtocolErrorCode.Malformed, "The stream ended inside its WAV header.");
        Begin(Format);
        _unread = new ReadOnlySequence<byte>(_header.Skipped);
    }
}
