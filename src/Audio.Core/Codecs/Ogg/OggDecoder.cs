using System.Runtime.InteropServices;
using Audio.Core.Codecs.Opus;
using Audio.Core.Codecs.Vorbis;
using Audio.Core.Formats;
using Audio.Protocol;

namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// Decodes Ogg (RFC 3533): of several streams at once the first that can be played, and any number of such files one
/// after another.
/// </summary>
/// <param name="createOpus">
/// Makes the decoder of Opus; <see langword="null"/>: libopus where it is installed, otherwise managed code.
/// </param>
internal sealed class OggDecoder(Func<OpusHead, IOpusCore>? createOpus = null) : IAudioDecoder
{
    private readonly OggPageReader _page = new();
    private OggStream? _stream;
    private bool _isOpening; // the beginnings of streams come, one page each
    private bool _hasChosen; // one of them
    private ProtocolException? _refusal; // why a beginning was not chosen
    private string? _other; // what else begins
    private bool _isActive; // the page is one of the stream, and not done
    private int _damaged; // of streams before
    private bool _hasEnded;
    private long _bytesIgnored; // pages of no stream, and of streams before

    /// <inheritdoc/>
    public DecodedFormat? Format { get; private set; }

    /// <inheritdoc/>
    public bool HasOutput => _stream is { Samples.IsEmpty: false };

    /// <inheritdoc/>
    public int PendingBytes => _page.PendingBytes + (_stream?.PendingBytes ?? 0);

    /// <inheritdoc/>
    public long BytesIgnored => _bytesIgnored + _page.BytesSkipped + (_stream?.BytesIgnored ?? 0);

    /// <inheritdoc/>
    public int Damaged => _damaged + (_stream?.Damaged ?? 0);

    /// <inheritdoc/>
    public SoundInfo? Info => _stream?.Codec.Info;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        ReadOnlySpan<byte> rest = bytes;
        samplesWritten = 0;
        while (Write(samples, ref samplesWritten) && _page.Read(ref rest))
            BeginPage();
        bytesConsumed = bytes.Length - rest.Length;
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        while (Write(samples, ref samplesWritten))
        {
            if (_page.ReadRest())
            {
                BeginPage();
                continue;
            }

            if (Format is null)
                throw Refused();
            if (_page.IsAfterDamage && !_hasEnded)
                _stream?.AddDamage();
            _hasEnded = true;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();

    /// <summary>Writes what the page gives.</summary>
    /// <returns>Whether it is done; if not, there is no more room, or the format changes.</returns>
    private bool Write(Span<float> samples, ref int written)
    {
        while (_stream is { } stream)
        {
            if (stream.Codec is { IsReady: true, Format: { } format } && Format != format)
            {
                Format = format;
                return false;
            }

            ReadOnlySpan<float> ready = stream.Samples;
            if (!ready.IsEmpty)
            {
                int channels = Format!.Value.Channels;
                int count = Math.Min(ready.Length, (samples.Length - written) / channels * channels);
                // Also tames what a damaged packet may give: no infinity, nothing louder than any client may send.
                SampleConversion.ToFloat(
                    SampleEncoding.Float32Le,
                    MemoryMarshal.AsBytes(ready[..count]),
                    samples.Slice(written, count)
                );
                stream.Take(count);
                written += count;
                if (count < ready.Length)
                    return false;
            }

            if (!_isActive)
                break;
            _isActive = stream.Advance();
        }

        return true;
    }

    private void BeginPage()
    {
        if (_page.IsFirst)
        {
            BeginStream();
            return;
        }

        _isOpening = false;
        if (_stream is null)
            throw Refused();
        if (_page.Serial == _stream.Serial)
        {
            _stream.BeginPage();
            _isActive = true;
        }
        else
        {
            _bytesIgnored += _page.PageBytes;
        }
    }

    private void BeginStream()
    {
        if (!_isOpening)
            _hasChosen = false;
        _isOpening = true;
        if (_hasChosen || CodecOf(_page.Body) is not { } codec)
        {
            _bytesIgnored += _page.PageBytes;
            return;
        }

        OggStream? before = _stream;
        _stream = new OggStream(_page, codec);
        _stream.BeginPage();
        try
        {
            // The first packet is alone on its page.
            while (_stream.Advance()) { }
        }
        catch (ProtocolException e)
        {
            _refusal ??= e;
            _stream.Dispose();
            _stream = before;
            _bytesIgnored += _page.PageBytes;
            return;
        }

        _hasChosen = true;
        _damaged += before?.Damaged ?? 0;
        _bytesIgnored += before?.BytesIgnored ?? 0;
        before?.Dispose();
    }

    private IPacketDecoder? CodecOf(ReadOnlySpan<byte> packet)
    {
        if (packet.StartsWith(OpusHead.Magic))
            return new OpusStreamDecoder(createOpus);
        if (packet.StartsWith(VorbisIdentification.Magic))
            return new VorbisStreamDecoder();
        if (packet.StartsWith(OggFlacDecoder.Magic))
            return new OggFlacDecoder();
        _other ??= OggCodecs.NameOf(packet);
        return null;
    }

    private ProtocolException Refused() => _refusal ?? OggCodecs.Refusal(_other);
}
