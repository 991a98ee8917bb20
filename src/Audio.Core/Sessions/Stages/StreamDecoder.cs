using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Codecs;
using Audio.Core.Codecs.Detection;
using Audio.Core.Codecs.Foreign;
using Audio.Core.Dsp;
using Audio.Core.Effects;
using Audio.Core.Sinks;
using Audio.Protocol;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Turns the bytes of a session's stream into samples at the mix rate in its jitter buffer, in stages: <see
/// cref="DecodeStage"/> with its <see cref="IAudioDecoder"/>, <see cref="ResampleStage"/>, <see cref="SessionEffects"/>
/// after the <see cref="LatencyLimit"/>, <see cref="BufferStage"/>. Stages that a stream does not need are left out.
/// When the buffer is full they stop wherever they are and continue from there later; nothing is copied to wait.
/// </summary>
/// <remarks>Session scheduler only, except for the reading side of the jitter buffer and for positions.</remarks>
internal sealed class StreamDecoder : IDisposable
{
    /// <summary>The room promised while the format is unknown.</summary>
    private const int HeaderRoom = 128 * 1024;

    /// <summary>A longer resampler tail, at rates under 1 kHz, is not computed with each chunk.</summary>
    private const int MaxPreview = 4_096;

    /// <summary>The tails of the usual rates, should a later format need one: 21 ms at 48 kHz.</summary>
    private const int UsualTail = 1_024;

    /// <summary>What bytes are counted as while nobody knows their format.</summary>
    private static readonly AudioFormat Unknown = AudioFormat.Pcm16(48_000);

    // Immutable.
    private readonly StreamBuffering _buffering;
    private readonly EffectChain _chain;
    private readonly TimeSpan? _maxLatency;
    private readonly AudioFormat _declared;
    private readonly IAudioDecoder _decoder;
    private readonly ByteMap _offsets;

    // Set once, when the format is certain; session scheduler, and any thread for positions.
    private volatile StreamMap? _map;
    private volatile SessionEffects? _effects;
    private volatile DecodeStage? _decode;
    private AudioFormat _format;
    private volatile SampleEncoding _encoding; // of the format; its byte order may be found later

    // Session scheduler only.
    private IMixRateStage? _last; // after the resampler
    private ISampleStage? _first; // after the decoder
    private ResampleStage? _resample;
    private long _taken; // bytes taken in search of the format
    private bool _lettingOut;
    private bool _ending; // the stream has ended, and nothing is taken any more
    private bool _decoded; // all of it
    private bool _resting; // the stages release what they hold
    private bool _finished;
    private bool _told; // what the stream is

    public StreamDecoder(
        StreamBuffering buffering,
        AudioFormat? format,
        AudioContainer container,
        EffectChain effects,
        TimeSpan? maxLatency = null,
        bool findsByteOrder = false,
        ForeignDecoders? foreign = null
    )
    {
        _maxLatency = maxLatency;
        _buffering = buffering;
        _chain = effects;
        _declared = format ?? Unknown;
        _decoder = AudioDecoders.For(container, format, findsByteOrder, foreign);
        _offsets = new ByteMap(_decoder.HasOneFormat ? ByteMap.PairsOfSamples : ByteMap.MaxPairs);
        if (_decoder.Format is { } known)
            Begin(known);
    }

    /// <summary>
    /// Called once with what the stream is, as soon as some of it is decoded and that is known. Session scheduler.
    /// </summary>
    public Action<SoundInfo>? Found { get; init; }

    /// <summary>The format of the stream: as declared, or as found once that is known. Any thread.</summary>
    public AudioFormat Format => _decode is null ? _declared : _format with { Encoding = _encoding };

    /// <summary>The jitter buffer; set once the format is known.</summary>
    public JitterBuffer? Buffer { get; private set; }

    /// <summary>
    /// Called on any thread when another <see cref="Push"/> or <see cref="Finish"/>, also without bytes, would go on.
    /// </summary>
    public Action? Moved
    {
        set => _decoder.Moved = value;
    }

    /// <summary>Bytes that were not sound.</summary>
    public long BytesIgnored => _decoder.BytesIgnored;

    /// <summary>Frames of its codec that were damaged.</summary>
    public int Damaged => _decoder.Damaged;

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

    /// <summary>Bytes of a second of the stream, on average so far. Any thread.</summary>
    public double BytesPerSecond => BytesPerFrame * Format.SampleRate;

    private double BytesPerFrame => _decoder.Format?.BytesPerFrame ?? _offsets.BytesPerFrame ?? Format.BytesPerFrame;

    /// <summary>
    /// The stream frame, at the stream's rate, of a frame in the jitter buffer; both count from the start. Any thread.
    /// </summary>
    public long ToStreamFrame(long bufferFrame) => Math.Min(_map?.ToStreamFrame(bufferFrame) ?? 0, FramesDecoded);

    /// <summary>
    /// The frame in the jitter buffer of a stream frame: see <see cref="StreamMap.ToBufferFrame"/>. Any thread.
    /// </summary>
    public long? ToBufferFrame(long streamFrame) => _map?.ToBufferFrame(streamFrame);

    /// <summary>
    /// The frame that a byte of the stream belongs to; a byte before the samples belongs to the first. Any thread.
    /// </summary>
    public long FrameAt(long offset) => _offsets.FrameAt(offset, BytesPerFrame);

    /// <summary>The offset behind this many frames of the stream. Any thread.</summary>
    public long OffsetOf(long frames) => _offsets.OffsetOf(frames);

    /// <summary>
    /// Frames skipped among this many, because too much was held; both at the stream's rate. Any thread.
    /// </summary>
    public long SkippedUpTo(long streamFrame) => _map?.SkippedUpTo(streamFrame) ?? 0;

    /// <summary>Releases sound held back for look-ahead, with the next <see cref="Push"/>.</summary>
    public void Hurry() => _lettingOut = true;

    /// <summary>Consumes as many bytes as there is room for.</summary>
    /// <param name="bytes">Advanced past what was consumed.</param>
    /// <returns>Whether everything was consumed; if not, there is no room now: try again later.</returns>
    /// <exception cref="ProtocolException">Nothing of the stream can be played.</exception>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        if (_decode is null && !Find(ref bytes))
            return bytes.IsEmpty;
        if (_ending)
            return true; // the stages are being flushed, in several steps if the buffer is full, and take no more
        bool isTaken = BeginAnew() && Decode(ref bytes) && LetOut();
        Tell();
        if (!isTaken)
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
        return received + (long)(frames * BytesPerFrame);
    }

    /// <summary>Ends the stream: flushes the stages and completes the buffer.</summary>
    /// <returns>Whether that is done; if not, the buffer is full: try again later.</returns>
    /// <exception cref="ProtocolException">Nothing of the stream can be played.</exception>
    public bool Finish()
    {
        if (_finished)
            return true;
        _ending = true;
        if (_decode is null)
        {
            bool isDone = _decoder.End([], out _);
            if (_decoder.Format is not { } format)
                return _finished = isDone; // nothing came, or not yet
            Begin(format);
        }
        while (!_decoded)
        {
            bool isDone = _decode!.End();
            Tell();
            if (!isDone)
                return false;
            _decoded = !_decode.IsFormatChanged;
            if (!_decoded && !Change())
                return false;
        }
        if (!_resting)
        {
            Buffer!.BeginRest();
            _resting = true;
        }

        if (!_first!.Flush())
            return false;
        Buffer!.Complete();
        return _finished = true;
    }

    /// <summary>Frees the buffer, which the mixer no longer reads.</summary>
    public void Dispose()
    {
        Buffer?.Dispose();
        _decoder.Dispose();
    }

    /// <summary>Tells what the stream is.</summary>
    private void Tell()
    {
        if (_told || FramesDecoded == 0 || _decoder.Info is not { } info)
            return;
        _told = true;
        if (info.Choice is not null)
            _encoding = _decoder.Format!.Value.Encoding;
        Found?.Invoke(info);
    }

    /// <summary>Takes bytes until the format is known, or the decoder has to wait.</summary>
    /// <returns>Whether it is.</returns>
    private bool Find(ref ReadOnlySequence<byte> bytes)
    {
        while (_decoder.Format is null)
        {
            if (bytes.IsEmpty && !_decoder.HasOutput)
                return false;
            _decoder.Decode(bytes.FirstSpan, [], out int taken, out _);
            bytes = bytes.Slice(taken);
            _taken += taken;
            if (taken == 0 && _decoder.IsWaiting)
                return false;
        }

        Begin(_decoder.Format.Value);
        return true;
    }

    /// <summary>Creates the stages, from the last to the first, now that the format is known.</summary>
    private void Begin(DecodedFormat format)
    {
        int mixRate = _buffering.SampleRate;
        int channels = Math.Min(format.Channels, SinkOptions.Channels);
        Resampler? resampler = ResamplerFor(format.SampleRate, channels);
        long tail = resampler?.MaxTailFrames ?? 0;
        if (!_decoder.HasOneFormat)
            tail = Math.Max(tail, UsualTail);
        var buffer = new JitterBuffer(
            _buffering.Blocks,
            AudioFormat.Float32(mixRate, channels),
            capacityFrames: _buffering.Frames(_buffering.MaxBuffered),
            prefillFrames: _buffering.Frames(_buffering.Prefill),
            tailFrames: tail <= MaxPreview ? (int)tail : 0,
            share: _buffering.Share
        );
        LatencyLimit? limit = _maxLatency is { } latency ? new LatencyLimit(buffer, _buffering.Frames(latency)) : null;
        _last = new BufferStage(buffer);
        if (_chain.Count > 0 || limit is not null)
            _last = _effects = new SessionEffects(_chain, buffer, limit);
        Buffer = buffer;
        ISampleStage first = After(format.SampleRate, resampler);
        _format = new AudioFormat(format.Encoding, format.SampleRate, format.Channels);
        _encoding = format.Encoding;
        _map = new StreamMap(format.SampleRate, buffer, _effects, limit);
        _decode = new DecodeStage(_decoder, _taken, _offsets, buffer, first);
    }

    /// <summary>The stage after the decoder.</summary>
    private ISampleStage After(int rate, Resampler? resampler)
    {
        _resample = resampler is null ? null : new ResampleStage(resampler, rate, Buffer!, _last!);
        return _first = _resample ?? (ISampleStage)_last!;
    }

    private Resampler? ResamplerFor(int rate, int channels) =>
        rate == _buffering.SampleRate ? null : new Resampler(rate, _buffering.SampleRate, channels, _buffering.Designs);

    /// <summary>Decodes as far as there is room, over changes of the format.</summary>
    private bool Decode(ref ReadOnlySequence<byte> bytes)
    {
        while (_decode!.Push(ref bytes))
        {
            if (!_decode.IsFormatChanged)
                return true;
            if (!Change())
                return false;
        }
        return false;
    }

    /// <summary>Goes on with another resampler, once the previous one has let out all it holds.</summary>
    private bool Change()
    {
        if (_resample?.End() == false)
            return false;
        int rate = _decoder.Format!.Value.SampleRate;
        _decode!.Continue(After(rate, ResamplerFor(rate, Buffer!.Format.Channels)));
        return true;
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
