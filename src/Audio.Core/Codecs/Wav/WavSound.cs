using Audio.Protocol;

namespace Audio.Core.Codecs.Wav;

/// <summary>The samples of one file after another: a decoder for each, and what all of them counted.</summary>
/// <param name="mp3">Makes a decoder for MP3 in WAV; <see langword="null"/>: there is none.</param>
internal sealed class WavSound(Func<IAudioDecoder>? mp3) : IDisposable
{
    private IAudioDecoder? _decoder;
    private WavFormat? _coded;
    private long _bytesIgnored;
    private int _damaged;

    /// <summary>The format of the samples; <see langword="null"/> until it is known.</summary>
    public DecodedFormat? Format { get; private set; }

    /// <summary>Whether there is a file whose samples have not ended.</summary>
    public bool IsOpen => _decoder is not null;

    /// <summary>Whether there was a file that can be played.</summary>
    public bool HasBegun => _coded is not null;

    /// <summary>Whether it would write samples without more bytes.</summary>
    public bool HasOutput => _decoder is { HasOutput: true };

    /// <summary>Bytes of a frame that is not complete.</summary>
    public int PendingBytes => _decoder?.PendingBytes ?? 0;

    /// <summary>Bytes of samples that no frame came from.</summary>
    public long BytesIgnored => _bytesIgnored + (_decoder?.BytesIgnored ?? 0);

    /// <summary>Damaged frames.</summary>
    public int Damaged => _damaged + (_decoder?.Damaged ?? 0);

    /// <summary>Why samples of this kind cannot be played; <see langword="null"/> if they can.</summary>
    public ProtocolException? RefusalOf(WavFormat format) =>
        format.Codec == WavCodec.Mp3 && mp3 is null
            ? new ProtocolException(
                ProtocolErrorCode.Unsupported,
                "MP3 in a WAV file (0x0055) is not played; send the MP3 without the WAV header, or PCM (1)."
            )
            : null;

    /// <summary>Begins with the samples of a file, or with those that nobody expected behind it.</summary>
    /// <param name="format">The format; <see langword="null"/>: that of the file before.</param>
    public void Open(WavFormat? format)
    {
        _coded = format ?? _coded!;
        _decoder = _coded.Codec switch
        {
            WavCodec.Samples => new SamplesDecoder(_coded),
            WavCodec.ImaAdpcm => new ImaAdpcmDecoder(_coded),
            WavCodec.MsAdpcm => new MsAdpcmDecoder(_coded),
            _ => mp3!(),
        };
        Format = _decoder.Format ?? Format;
    }

    /// <summary>Decodes samples: see <see cref="IAudioDecoder.Decode"/>.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bool isKnown = _decoder!.Format is not null;
        _decoder.Decode(bytes, isKnown ? samples : [], out bytesConsumed, out samplesWritten);
        Format = _decoder.Format ?? Format;
    }

    /// <summary>Ends the samples of the file; a partial frame is ignored.</summary>
    /// <returns>Whether everything is written; if not, there is no room, or the format has changed.</returns>
    public bool Close(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        if (_decoder is null)
            return true;
        bool isKnown = _decoder.Format is not null;
        bool isDone = _decoder.End(isKnown ? samples : [], out samplesWritten);
        Format = _decoder.Format ?? Format;
        if (!isDone)
            return false;
        _bytesIgnored += _decoder.BytesIgnored + _decoder.PendingBytes;
        _damaged += _decoder.Damaged;
        Dispose();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder?.Dispose();
        _decoder = null;
    }
}
