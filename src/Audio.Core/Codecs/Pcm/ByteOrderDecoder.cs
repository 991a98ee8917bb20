using System.Globalization;
using Audio.Protocol;

namespace Audio.Core.Codecs.Pcm;

/// <summary>
/// 16-bit samples whose bytes may be in the other order than declared: <c>audio/L16</c> is big-endian, but many
/// services send it little-endian. What comes is held until <see cref="ByteOrderFinder"/> is certain, which takes a
/// few milliseconds of sound. After 100 ms, or at the end, the declared order counts. Silence in front passes at once:
/// zeros are the same in both orders.
/// </summary>
internal sealed class ByteOrderDecoder : IAudioDecoder
{
    /// <summary>The most that is held, at high rates.</summary>
    private const int MaxHeld = 64 * 1024;

    // Immutable.
    private readonly AudioFormat _declared;
    private readonly ByteOrderFinder _finder;
    private readonly int _mostFrames; // that are looked at

    private PcmDecoder _samples; // of the declared order, until the other one is found
    private byte[] _held;
    private int _start; // of what is held
    private int _passable; // the end of what may be decoded
    private int _looked; // the end of what was looked at
    private int _end;
    private bool _hasBegun; // the silence in front is over

    /// <param name="declared">Samples of 16 bits, in the order that counts if nothing shows it.</param>
    public ByteOrderDecoder(AudioFormat declared)
    {
        _declared = declared;
        _finder = new ByteOrderFinder(declared.Channels);
        int most = (int)Math.Min(MaxHeld, declared.BytesPerSecond / 10) / declared.BytesPerFrame;
        _mostFrames = Math.Max(1, most);
        _held = new byte[_mostFrames * declared.BytesPerFrame];
        _samples = new PcmDecoder(declared);
    }

    /// <inheritdoc/>
    public DecodedFormat? Format => _samples.Format;

    /// <inheritdoc/>
    public bool HasOneFormat => true;

    /// <inheritdoc/>
    public bool HasOutput => _passable - _start >= _declared.BytesPerFrame;

    /// <inheritdoc/>
    public int PendingBytes => _end - _start + _samples.PendingBytes;

    /// <inheritdoc/>
    public long BytesIgnored => _samples.BytesIgnored;

    /// <inheritdoc/>
    public int Damaged => 0;

    /// <summary>What was found; <see langword="null"/> while it is looked for.</summary>
    public SoundInfo? Info { get; private set; }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bytesConsumed = 0;
        samplesWritten = 0;
        while (Pass(samples, ref samplesWritten))
        {
            if (Info is not null)
            {
                _samples.Decode(bytes[bytesConsumed..], samples[samplesWritten..], out int taken, out int written);
                bytesConsumed += taken;
                samplesWritten += written;
                return;
            }
            if (bytesConsumed == bytes.Length)
                return;
            bytesConsumed += Hold(bytes[bytesConsumed..]);
            Look();
        }
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = 0;
        if (Info is null)
            Settle();
        return Pass(samples, ref samplesWritten) && _samples.End([], out _);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Only managed memory.
    }

    private int Hold(ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, _held.Length - _end);
        bytes[..count].CopyTo(_held.AsSpan(_end));
        _end += count;
        return count;
    }

    /// <summary>Looks at whole frames until they decide.</summary>
    private void Look()
    {
        int size = _declared.BytesPerFrame;
        for (; Info is null && _end - _looked >= size; _looked += size)
        {
            ReadOnlySpan<byte> frame = _held.AsSpan(_looked, size);
            _hasBegun |= frame.ContainsAnyExcept((byte)0);
            if (!_hasBegun)
            {
                _passable += size;
                continue;
            }

            _finder.Add(frame);
            if (_finder.IsLittleEndian is not null || _finder.Frames == _mostFrames)
                Settle();
        }
    }

    /// <summary>Takes the order that was found, or else the declared one.</summary>
    private void Settle()
    {
        if (_finder.IsLittleEndian is { } isLittle)
        {
            SampleEncoding found = isLittle ? SampleEncoding.PcmS16Le : SampleEncoding.PcmS16Be;
            if (found != _declared.Encoding)
                _samples = new PcmDecoder(_declared with { Encoding = found });
        }

        string order = _samples.Format!.Value.Encoding == SampleEncoding.PcmS16Le ? "little-endian" : "big-endian";
        string after = (1_000.0 * _finder.Frames / _declared.SampleRate).ToString("0.#", CultureInfo.InvariantCulture);
        string reason = _finder.IsLittleEndian is null ? "as declared: its sound shows neither order" : "by its sound";
        Info = new SoundInfo("16-bit samples") { Choice = $"{order}, {reason}, after {after} ms of it" };
        _passable = _end;
    }

    /// <summary>Decodes what may be decoded.</summary>
    /// <returns>Whether that is all of it; if not, there is no room.</returns>
    private bool Pass(Span<float> samples, ref int written)
    {
        _samples.Decode(_held.AsSpan(_start.._passable), samples[written..], out int taken, out int more);
        _start += taken;
        written += more;
        if (_start < _passable)
            return false;
        if (Info is not null)
        {
            (_held, _start, _passable, _end) = ([], 0, 0, 0);
        }
        else if (_start > 0)
        {
            _held.AsSpan(_start.._end).CopyTo(_held);
            (_start, _passable, _looked, _end) = (0, 0, _looked - _start, _end - _start);
        }
        return true;
    }
}
