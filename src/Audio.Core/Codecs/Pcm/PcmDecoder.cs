using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Core.Codecs.Pcm;

/// <summary>Samples without a container.</summary>
/// <param name="format">Their format.</param>
internal sealed class PcmDecoder(AudioFormat format) : IAudioDecoder
{
    private readonly SampleDecoder _samples = new(format);
    private bool _isOver;

    /// <inheritdoc/>
    public DecodedFormat? Format { get; } = DecodedFormat.Of(format);

    /// <inheritdoc/>
    public bool HasOneFormat => true;

    /// <inheritdoc/>
    public bool HasOutput => false;

    /// <inheritdoc/>
    public int PendingBytes => _isOver ? 0 : _samples.PendingBytes;

    /// <inheritdoc/>
    public long BytesIgnored => _isOver ? _samples.PendingBytes : 0;

    /// <inheritdoc/>
    public int Damaged => 0;

    /// <inheritdoc/>
    public SoundInfo? Info => null;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten) =>
        _samples.Decode(bytes, samples, out bytesConsumed, out samplesWritten);

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        return _isOver = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing.
    }
}
