using Audio.Protocol;

namespace Audio.Core.Formats;

/// <summary>
/// Decodes the bytes of one session to float samples: ±1 is full scale, channels stay interleaved. Input may be cut
/// anywhere; a partial frame (at most 63 bytes) is kept until the rest of it arrives. Not thread safe: it belongs to
/// its session.
/// </summary>
/// <remarks>
/// Integers are scaled by a power of two, so every sample of up to 24 bits is exact: unsigned 8-bit <c>(x - 128) /
/// 128</c>, n-bit signed <c>x / 2^(n-1)</c>, A-law and µ-law by the tables of G.711. Floats are unchanged, except that
/// NaN and infinity become 0 and the magnitude is limited to <see cref="MaxMagnitude"/>, so that no client can spoil
/// the mix for others.
/// </remarks>
internal sealed class SampleDecoder
{
    /// <summary>The largest magnitude a float sample may have, 36 dB above full scale.</summary>
    public const float MaxMagnitude = 64f;

    // Immutable.
    private readonly SampleConverter _convert;
    private readonly int _channels;
    private readonly int _frameBytes;

    // Session only.
    private readonly byte[] _partial;
    private int _pending;

    /// <summary>Creates a decoder for one stream.</summary>
    /// <param name="format">Any encoding, 1 to 8 channels.</param>
    public SampleDecoder(AudioFormat format)
    {
        if (!format.IsPlayable || !Enum.IsDefined(format.Encoding))
        {
            throw new ArgumentException(
                $"{format.Encoding} at {format.SampleRate} Hz with {format.Channels} channels cannot be played.",
                nameof(format)
            );
        }

        _convert = SampleConverters.For(format.Encoding);
        _channels = format.Channels;
        _frameBytes = format.BytesPerFrame;
        _partial = new byte[_frameBytes];
    }

    /// <summary>Creates a decoder for one stream of samples that only files have.</summary>
    /// <param name="convert">Converts them.</param>
    /// <param name="bytesPerSample">Bytes of one sample: 1 to 8.</param>
    /// <param name="channels">1 to 8 channels.</param>
    public SampleDecoder(SampleConverter convert, int bytesPerSample, int channels)
    {
        _convert = convert;
        _channels = channels;
        _frameBytes = bytesPerSample * channels;
        _partial = new byte[_frameBytes];
    }

    /// <summary>Bytes of a partial frame that wait for the rest, 0 to 63.</summary>
    public int PendingBytes => _pending;

    /// <summary>
    /// Decodes whole frames until the source is consumed, or until less than a frame fits into the destination.
    /// </summary>
    /// <param name="source">The next bytes of the stream.</param>
    /// <param name="destination">The output.</param>
    /// <param name="bytesConsumed">Bytes taken: decoded, or kept as <see cref="PendingBytes"/>.</param>
    /// <param name="samplesWritten">Samples written, a whole number of frames.</param>
    public void Decode(
        ReadOnlySpan<byte> source,
        Span<float> destination,
        out int bytesConsumed,
        out int samplesWritten
    )
    {
        bytesConsumed = 0;
        samplesWritten = 0;
        if (_pending > 0)
        {
            int missing = _frameBytes - _pending;
            if (source.Length >= missing)
            {
                if (destination.Length < _channels)
                    return;
                source[..missing].CopyTo(_partial.AsSpan(_pending));
                _convert(_partial, destination[.._channels]);
                _pending = 0;
                bytesConsumed = missing;
                samplesWritten = _channels;
            }
        }

        if (_pending == 0)
        {
            int frames = Math.Min(
                (source.Length - bytesConsumed) / _frameBytes,
                (destination.Length - samplesWritten) / _channels
            );
            int bytes = frames * _frameBytes;
            int samples = frames * _channels;
            _convert(source.Slice(bytesConsumed, bytes), destination.Slice(samplesWritten, samples));
            bytesConsumed += bytes;
            samplesWritten += samples;
        }

        ReadOnlySpan<byte> rest = source[bytesConsumed..];
        if (_pending + rest.Length < _frameBytes)
        {
            rest.CopyTo(_partial.AsSpan(_pending));
            _pending += rest.Length;
            bytesConsumed = source.Length;
        }
    }
}
