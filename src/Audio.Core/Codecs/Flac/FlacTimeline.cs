namespace Audio.Core.Codecs.Flac;

/// <summary>Follows the numbers of frames, and so knows how many samples are missing between two of them.</summary>
internal sealed class FlacTimeline
{
    private int _blockSize; // of all frames but the last; 0: not known, or it varies
    private long _expected; // the first sample of the next frame; -1: not known
    private long _lost; // samples that damaged frames said they had

    /// <summary>Begins a stream.</summary>
    public void Start(FlacStreamInfo? info)
    {
        _blockSize = info is { } known && known.MinBlock == known.MaxBlock ? known.MaxBlock : 0;
        _expected = 0;
        _lost = 0;
    }

    /// <summary>Notes a damaged frame.</summary>
    /// <param name="samples">What its header said.</param>
    public void Lose(int samples) => _lost += samples;

    /// <summary>Takes an intact frame.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="format">Its format.</param>
    /// <param name="isBehindDamage">Whether bytes were skipped before it, which count as one damaged frame.</param>
    /// <param name="damaged">Damaged frames to count.</param>
    /// <returns>How many samples to conceal.</returns>
    public int Take(FlacFrameHeader header, DecodedFormat format, bool isBehindDamage, out int damaged)
    {
        if (_blockSize == 0 && !header.IsVariable)
            _blockSize = header.BlockSize;
        long at = header.IsVariable ? header.Number : header.Number * _blockSize;
        long missing = at - _expected;
        bool isStart = at == 0 || _expected == 0;
        _expected = at + header.BlockSize;
        damaged = 0;
        if (missing < 0 || missing > format.SampleRate)
        {
            // The numbers say nothing: these were two streams, or a cut one.
            if (!isBehindDamage && !isStart)
                damaged = 1;
            return isBehindDamage || !isStart ? Settle(format.SampleRate) : 0;
        }

        _lost = 0;
        long frames = (missing + header.BlockSize - 1) / header.BlockSize;
        damaged = (int)Math.Max(0, isBehindDamage ? frames - 1 : frames);
        return (int)missing;
    }

    /// <summary>How many samples to conceal where no number says it: what was lost, and at least a fade.</summary>
    public int Settle(int sampleRate)
    {
        long lost = Math.Clamp(_lost, sampleRate / 200, sampleRate);
        _lost = 0;
        return (int)lost;
    }
}
