using System.Buffers;
using Audio.Core.Buffers;
using Audio.Core.Dsp;
using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Core.Sessions.Stages;

/// <summary>
/// Decodes bytes to samples at the stream's rate, with one or two channels: 5.1 is mixed down to stereo here.
/// </summary>
/// <remarks>Session scheduler only, except for its counters.</remarks>
internal sealed class DecodeStage
{
    /// <summary>
    /// Samples decoded in one step before the resampler: 4 KiB, which stays in the first-level cache.
    /// </summary>
    public const int StepSamples = 1024;

    // Immutable.
    private readonly JitterBuffer _buffer;
    private readonly ISampleStage _next;
    private readonly AudioFormat _format;

    // Session scheduler only, except for the counters.
    private readonly SampleDecoder _decoder;
    private readonly SilentEnd _silentEnd; // of the input, because the resampler rings on after the last sound
    private readonly ChannelMatrix? _downmix;
    private readonly float[] _surround = []; // decoded, not yet mixed down
    private long? _bytesLeft;

    /// <param name="format">The format of the bytes.</param>
    /// <param name="bytes">How many of them are sound; <see langword="null"/>: all.</param>
    /// <param name="buffer">The jitter buffer, which is told whether the sound ends in silence.</param>
    /// <param name="next">The next stage.</param>
    public DecodeStage(AudioFormat format, long? bytes, JitterBuffer buffer, ISampleStage next)
    {
        _format = format;
        _bytesLeft = bytes;
        _buffer = buffer;
        _next = next;
        _decoder = new SampleDecoder(format);
        int channels = buffer.Format.Channels;
        _silentEnd = new SilentEnd(format.SampleRate, channels);
        if (format.Channels > channels)
        {
            _downmix = ChannelMatrix.Between(format.Channels, channels);
            _surround = new float[StepSamples / channels * format.Channels];
        }
    }

    /// <summary>Bytes that were not sound.</summary>
    public long BytesIgnored { get; private set; }

    /// <summary>Frames decoded.</summary>
    public long FramesDecoded { get; private set; }

    /// <summary>The number of frames in this many more bytes. Any thread.</summary>
    public long FramesIn(long bytes) =>
        (Math.Min(bytes, _bytesLeft ?? long.MaxValue) + _decoder.PendingBytes) / _format.BytesPerFrame;

    /// <summary>Consumes as many bytes as there is room for.</summary>
    /// <param name="bytes">Advanced past what was consumed.</param>
    /// <returns>Whether everything was consumed and has reached the buffer.</returns>
    public bool Push(ref ReadOnlySequence<byte> bytes)
    {
        while (_next.Drain())
        {
            if (bytes.IsEmpty)
                return true;
            if (!PushSegment(ref bytes))
                return false;
        }
        return false;
    }

    /// <summary>Ends the stream; a partial frame counts as ignored.</summary>
    public void End() => BytesIgnored += _decoder.PendingBytes;

    private bool PushSegment(ref ReadOnlySequence<byte> bytes)
    {
        ReadOnlySpan<byte> source = bytes.FirstSpan;
        if (_bytesLeft is long left && left < source.Length)
        {
            source = source[..(int)left];
            if (source.IsEmpty)
            {
                BytesIgnored += bytes.Length;
                bytes = default;
                return true;
            }
        }

        Span<float> destination = _next.GetSpan();
        if (destination.IsEmpty)
            return false;
        Span<float> decoded = _downmix is null ? destination : SurroundFor(destination);
        _decoder.Decode(source, decoded, out int taken, out int samples);
        bytes = bytes.Slice(taken);
        _bytesLeft -= taken;
        FramesDecoded += samples / _format.Channels;
        if (_downmix is not null)
            samples = _downmix.Mix(decoded[..samples], destination);
        _silentEnd.Add(destination[..samples]);
        _buffer.EndsInSilence = _silentEnd.IsSilent;
        _next.Advance(samples);
        return true;
    }

    /// <summary>Space for as many frames as fit into the destination once they are stereo.</summary>
    private Span<float> SurroundFor(Span<float> destination) =>
        _surround.AsSpan(0, Math.Min(_surround.Length, destination.Length / _downmix!.Outputs * _downmix.Inputs));
}
