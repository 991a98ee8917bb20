using Audio.Core.Formats;

namespace Audio.Core.Codecs.Wav;

/// <summary>Decodes samples that stand one by one: PCM, float, A-law, µ-law.</summary>
/// <param name="format">Their format.</param>
internal sealed class SamplesDecoder(WavFormat format) : IAudioDecoder
{
    private readonly SampleDecoder _decoder = new(
        format.Convert!,
        format.BlockAlign / format.Decoded.Channels,
        format.Decoded.Channels
    );

    /// <inheritdoc/>
    public DecodedFormat? Format => format.Decoded;

    /// <inheritdoc/>
    public bool HasOutput => false;

    /// <inheritdoc/>
    public int PendingBytes => _decoder.PendingBytes;

    /// <inheritdoc/>
    public long BytesIgnored => 0;

    /// <inheritdoc/>
    public int Damaged => 0;

    /// <inheritdoc/>
    public SoundInfo? Info => null;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten) =>
        _decoder.Decode(bytes, samples, out bytesConsumed, out samplesWritten);

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds a partial frame, and nothing to free.
    }
}
