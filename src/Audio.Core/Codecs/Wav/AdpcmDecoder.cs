namespace Audio.Core.Codecs.Wav;

/// <summary>
/// Decodes blocks of ADPCM as they come: the header of a block, and then group by group of its codes, so that nothing
/// waits for a whole block. A block whose header is damaged is concealed.
/// </summary>
internal abstract class AdpcmDecoder : IAudioDecoder
{
    private readonly DecodedFormat _format;
    private readonly int _blockAlign;
    private readonly int _headerBytes;
    private readonly int _groupBytes;
    private readonly Concealment _concealment;
    private readonly byte[] _unit; // a header or a group
    private readonly float[] _samples; // of a header or a group
    private readonly int _headerSamples;
    private readonly int _groupSamples;
    private int _pending; // bytes in _unit
    private int _next; // the first sample of _samples that was not written
    private int _count; // samples in _samples
    private int _blockLeft;
    private bool _isHeader;
    private bool _isDamaged;

    /// <param name="format">Its blocks and what is decoded.</param>
    /// <param name="header">Bytes and frames of the header of a block.</param>
    /// <param name="group">Bytes and frames of the smallest group of codes with whole frames.</param>
    protected AdpcmDecoder(WavFormat format, (int Bytes, int Frames) header, (int Bytes, int Frames) group)
    {
        _format = format.Decoded;
        _blockAlign = format.BlockAlign;
        _headerBytes = header.Bytes;
        _groupBytes = group.Bytes;
        _headerSamples = header.Frames * _format.Channels;
        _groupSamples = group.Frames * _format.Channels;
        _concealment = new Concealment(_format.SampleRate, _format.Channels);
        _unit = new byte[Math.Max(_headerBytes, _groupBytes)];
        _samples = new float[Math.Max(_headerSamples, _groupSamples)];
    }

    /// <inheritdoc/>
    public DecodedFormat? Format => _format;

    /// <inheritdoc/>
    public bool HasOutput => _next < _count;

    /// <inheritdoc/>
    public int PendingBytes => _pending;

    /// <inheritdoc/>
    public long BytesIgnored { get; private set; }

    /// <inheritdoc/>
    public int Damaged { get; private set; }

    /// <inheritdoc/>
    public SoundInfo? Info => null;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<byte> bytes, Span<float> samples, out int bytesConsumed, out int samplesWritten)
    {
        bytesConsumed = 0;
        samplesWritten = 0;
        while (true)
        {
            samplesWritten += WriteOut(samples[samplesWritten..]);
            ReadOnlySpan<byte> rest = bytes[bytesConsumed..];
            if (HasOutput || rest.IsEmpty)
                return;
            bytesConsumed += ReadUnit(rest);
        }
    }

    /// <inheritdoc/>
    public bool End(Span<float> samples, out int samplesWritten)
    {
        samplesWritten = WriteOut(samples);
        return !HasOutput;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // There is nothing to free.
    }

    /// <summary>The frames in this many bytes.</summary>
    protected static long FramesIn(
        long bytes,
        int blockAlign,
        (int Bytes, int Frames) header,
        (int Bytes, int Frames) group
    )
    {
        (long blocks, long rest) = Math.DivRem(bytes, blockAlign);
        return blocks * InBlock(blockAlign) + InBlock(rest);

        long InBlock(long length) =>
            length < header.Bytes ? 0 : header.Frames + (length - header.Bytes) / group.Bytes * group.Frames;
    }

    /// <summary>Reads the header of a block.</summary>
    /// <param name="header">Its bytes.</param>
    /// <param name="samples">The samples that it contains.</param>
    /// <returns>Whether it is one; if not, the block is damaged.</returns>
    protected abstract bool ReadHeader(ReadOnlySpan<byte> header, Span<float> samples);

    /// <summary>Decodes a group of codes.</summary>
    /// <param name="group">Its bytes.</param>
    /// <param name="samples">Its samples.</param>
    protected abstract void ReadGroup(ReadOnlySpan<byte> group, Span<float> samples);

    private int WriteOut(Span<float> samples)
    {
        int room = samples.Length / _format.Channels * _format.Channels;
        int count = Math.Min(room, _count - _next);
        _samples.AsSpan(_next, count).CopyTo(samples);
        _next += count;
        return count;
    }

    /// <summary>Takes bytes of a header or a group, and decodes it when it is complete.</summary>
    /// <returns>Bytes taken.</returns>
    private int ReadUnit(ReadOnlySpan<byte> bytes)
    {
        if (_blockLeft == 0)
        {
            _blockLeft = _blockAlign;
            _isHeader = true;
        }

        int length = _isHeader ? _headerBytes : _groupBytes;
        if (_pending == 0 && _blockLeft < length)
        {
            int rest = Math.Min(_blockLeft, bytes.Length); // the end of a block that has no room for a group
            _blockLeft -= rest;
            BytesIgnored += rest;
            return rest;
        }

        int taken = Math.Min(length - _pending, bytes.Length);
        bytes[..taken].CopyTo(_unit.AsSpan(_pending));
        _pending += taken;
        if (_pending == length)
        {
            _pending = 0;
            _blockLeft -= length;
            DecodeUnit(_unit.AsSpan(0, length));
        }

        return taken;
    }

    private void DecodeUnit(ReadOnlySpan<byte> unit)
    {
        Span<float> samples = _samples.AsSpan(0, _isHeader ? _headerSamples : _groupSamples);
        if (_isHeader)
        {
            _isDamaged = !ReadHeader(unit, samples);
            if (_isDamaged)
                Damaged++;
        }
        else if (!_isDamaged)
        {
            ReadGroup(unit, samples);
        }

        if (_isDamaged)
            _concealment.Hide(samples);
        else
            _concealment.Pass(samples);
        _isHeader = false;
        _next = 0;
        _count = samples.Length;
    }
}
