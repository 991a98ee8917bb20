using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Codecs;
using Audio.Core.Dsp;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Decodes bytes to samples at the stream's rate, with one or two channels: more are mixed down here. Frames are
/// counted at the rate of the stream's first format, also where a later one has another.
/// </summary>
/// <remarks>Session scheduler only, except for its counter.</remarks>
internal sealed class DecodeStage
{
    /// <summary>
    /// Samples decoded in one step before the resampler: 4 KiB, which stays in the first-level cache.
    /// </summary>
    public const int StepSamples = 1024;

    // Immutable.
    private readonly IAudioDecoder _decoder;
    private readonly ByteMap _map;
    private readonly JitterBuffer _buffer;
    private readonly int _channels; // of the buffer
    private readonly int _rate; // of the first format

    // Session scheduler only, except for the counter.
    private ISampleStage _next;
    private DecodedFormat _format; // of what is decoded now
    private ChannelMatrix? _downmix;
    private float[] _surround = []; // decoded, not yet mixed down
    private SilentEnd _silentEnd; // of the input, because the resampler rings on after the last sound
    private long _framesBefore; // in previous formats, at the rate of the first
    private long _frames; // in this one, at its own rate
    private long _taken; // bytes

    /// <param name="decoder">Its format is known.</param>
    /// <param name="taken">The bytes that it has taken.</param>
    /// <param name="map">Told which bytes the frames came from.</param>
    /// <param name="buffer">The jitter buffer, which is told whether the sound ends in silence.</param>
    /// <param name="next">The next stage.</param>
    public DecodeStage(IAudioDecoder decoder, long taken, ByteMap map, JitterBuffer buffer, ISampleStage next)
    {
        _decoder = decoder;
        _taken = taken;
        _map = map;
        _buffer = buffer;
        _channels = buffer.Format.Channels;
        _format = decoder.Format!.Value;
        _rate = _format.SampleRate;
        _next = next;
        _silentEnd = new SilentEnd(_rate, _channels);
        _downmix = Downmix();
        Note();
    }

    /// <summary>Frames decoded. Any thread.</summary>
    public long FramesDecoded { get; private set; }

    /// <summary>Whether what comes next needs another resampler: <see cref="Continue"/>.</summary>
    public bool IsFormatChanged => _decoder.Format is { } format && !format.IsLike(_format);

    /// <summary>Consumes as many bytes as there is room for, up to a change of the format.</summary>
    /// <param name="bytes">Advanced past what was consumed.</param>
    /// <returns>Whether everything was consumed and has reached the buffer, or the format has changed.</returns>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        while (_next.Drain())
        {
            if (IsFormatChanged || (bytes.IsEmpty && !_decoder.HasOutput))
                return true;
            Span<float> destination = _next.GetSpan();
            if (destination.IsEmpty)
                return false;
            Span<float> decoded = DecodedFor(destination);
            _decoder.Decode(bytes.FirstSpan, decoded, out int taken, out int samples);
            bytes = bytes.Slice(taken);
            _taken += taken;
            Pass(decoded[..samples], destination);
            if (taken == 0 && samples == 0 && _decoder.IsWaiting)
                return bytes.IsEmpty;
        }
        return false;
    }

    /// <summary>Ends the stream: decodes what is left, up to a change of the format.</summary>
    /// <returns>
    /// Whether that is done, or the format has changed; if not, the buffer is full, or the decoder has to wait: try
    /// again later.
    /// </returns>
    public bool End()
    {
        while (_next.Drain())
        {
            if (IsFormatChanged)
                return true;
            Span<float> destination = _next.GetSpan();
            Span<float> decoded = DecodedFor(destination);
            bool isDone = _decoder.End(decoded, out int samples); // it needs no room if nothing is left
            Pass(decoded[..samples], destination);
            if (isDone)
                return _next.Drain();
            if (destination.IsEmpty || (samples == 0 && _decoder.IsWaiting))
                return false;
        }
        return false;
    }

    /// <summary>Goes on with the changed format.</summary>
    /// <param name="next">The stage for samples at its rate.</param>
    public void Continue(ISampleStage next)
    {
        _framesBefore = FramesDecoded;
        _frames = 0;
        _format = _decoder.Format!.Value;
        _next = next;
        _downmix = Downmix();
        _silentEnd = new SilentEnd(_format.SampleRate, _channels);
    }

    private ChannelMatrix? Downmix()
    {
        if (_format.Channels == _channels)
            return null;
        int samples = StepSamples / _channels * _format.Channels;
        if (_surround.Length < samples)
            _surround = new float[samples];
        return ChannelMatrix.Between(_format.Channels, _format.Speakers, _channels);
    }

    /// <summary>Space for as many frames as fit into the destination.</summary>
    private Span<float> DecodedFor(Span<float> destination) =>
        _downmix is null
            ? destination
            : _surround.AsSpan(0, Math.Min(StepSamples, destination.Length) / _channels * _format.Channels);

    private void Pass(Span<float> decoded, Span<float> destination)
    {
        _frames += decoded.Length / _format.Channels;
        FramesDecoded = _framesBefore + (long)((Int128)_frames * _rate / _format.SampleRate);
        Note();
        int samples = _downmix?.Mix(decoded, destination) ?? decoded.Length;
        _silentEnd.Add(destination[..samples]);
        _buffer.EndsInSilence = _silentEnd.IsSilent;
        _next.Advance(samples);
    }

    private void Note() => _map.Add(_taken - _decoder.PendingBytes, FramesDecoded);
}
