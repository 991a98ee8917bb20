namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// One stream of Ogg that is played: its packets, decoded, with its beginning and end cut as its positions say, and
/// with what was lost concealed.
/// </summary>
/// <param name="page">Where the pages are.</param>
/// <param name="codec">The decoder of its packets, which is disposed with it.</param>
internal sealed class OggStream(OggPageReader page, IPacketDecoder codec) : IDisposable
{
    private const int HeadBytes = 16;
    private const long MaxGranule = 1L << 62;

    /// <summary>
    /// The longest gap that is concealed at its full length: usual pages hold one second. A longer one is a cut.
    /// </summary>
    private const int MaxGapSeconds = 5;

    private const int MaxGapFrames = MaxGapSeconds * 48_000;

    private readonly OggPacketReader _packets = new(page);
    private readonly byte[] _head = new byte[HeadBytes];
    private float[] _samples = [];
    private int _next; // of the samples, the next to take
    private int _end; // of the samples
    private long _position; // at the end of the samples
    private long? _limit; // the position where the stream ends
    private int _skip = -1; // frames that are not played; -1: nothing was decoded yet
    private bool _isPlaced; // the position is known
    private bool _isCurrent; // the page is one of this stream, and not done
    private long _gap; // frames to conceal
    private int _lastFrames; // of the last packet

    /// <summary>The stream it is.</summary>
    public uint Serial { get; } = page.Serial;

    /// <summary>The decoder of its packets.</summary>
    public IPacketDecoder Codec => codec;

    /// <summary>Packets that were damaged or lost.</summary>
    public int Damaged { get; private set; }

    /// <summary>Bytes of its pages that were not sound.</summary>
    public long BytesIgnored { get; private set; }

    /// <summary>Bytes of a packet whose end has not come, or that wait to be decoded.</summary>
    public int PendingBytes => _packets.PendingBytes + (_isCurrent ? _packets.BytesLeft : 0);

    /// <summary>Samples that were decoded and not taken.</summary>
    public ReadOnlySpan<float> Samples => _samples.AsSpan(_next.._end);

    // Beyond any sound, and so that sums do not overflow.
    private long Granule => page.Granule is >= 0 and < MaxGranule ? page.Granule : -1;

    /// <summary>Takes samples.</summary>
    /// <param name="count">How many of <see cref="Samples"/>.</param>
    public void Take(int count) => _next += count;

    /// <summary>Begins a page of the stream.</summary>
    public void BeginPage()
    {
        _isCurrent = true;
        BytesIgnored += page.PageBytes - page.Body.Length;
        if (_packets.Begin())
            _isPlaced = false;
        _limit = null;
        if (_isPlaced)
            LimitToGranule();
    }

    /// <summary>Goes on by one packet of the page, or by something concealed.</summary>
    /// <returns>Whether there was one; if not, the page is done.</returns>
    public bool Advance()
    {
        if (_gap > 0)
        {
            ConcealGap();
            return true;
        }

        if (codec.IsReady && !_isPlaced && Place())
            return true;
        if (_packets.Next(out ReadOnlySpan<byte> packet))
        {
            if (codec.IsReady)
                Decode(packet);
            else
                ReadHeader(packet);
            return true;
        }

        if (_isPlaced && Granule >= 0 && !page.IsLast)
            _position = Granule;
        _isCurrent = false;
        return false;
    }

    /// <summary>Something was damaged behind its last page.</summary>
    public void AddDamage() => Damaged++;

    /// <inheritdoc/>
    public void Dispose() => codec.Dispose();

    private void ReadHeader(ReadOnlySpan<byte> packet)
    {
        BytesIgnored += packet.Length;
        codec.ReadHeader(packet);
    }

    private void Decode(ReadOnlySpan<byte> packet)
    {
        MakeRoom();
        int frames = packet.IsEmpty ? -1 : codec.Decode(packet, _samples);
        if (frames < 0)
        {
            // What it should have given, if anything, follows from the page's position.
            BytesIgnored += packet.Length;
            _isPlaced = false;
            return;
        }

        if (frames > 0)
            _lastFrames = frames;
        Emit(frames);
    }

    private void ConcealGap()
    {
        MakeRoom();
        int frames = (int)Math.Min(_gap, codec.MaxFrames);
        codec.Conceal(frames, _samples);
        _gap -= frames;
        Emit(frames);
    }

    private void MakeRoom()
    {
        if (_skip < 0)
        {
            _samples = new float[codec.MaxFrames * codec.Format!.Value.Channels];
            _skip = codec.PreSkip;
        }
    }

    // Of what was decoded, leaves what lies behind the beginning and before the end.
    private void Emit(int frames)
    {
        int channels = codec.Format!.Value.Channels;
        int skipped = Math.Min(_skip, frames);
        int played = _limit is { } limit ? (int)Math.Clamp(limit - _position, skipped, frames) : frames;
        _skip -= skipped;
        _position += frames;
        _next = skipped * channels;
        _end = played * channels;
    }

    /// <summary>
    /// Finds the position of the next packet: that of the page's end less the packets that end on it. What lies between
    /// it and the position so far was lost.
    /// </summary>
    /// <returns>Whether there is something to conceal.</returns>
    private bool Place()
    {
        int lap = 0;
        long total = 0;
        int packets = 0;
        var cursor = default(OggCursor);
        Span<byte> head = _head;
        while (_packets.Peek(ref cursor, ref head))
        {
            total += codec.Measure(head, ref lap);
            head = _head;
            packets++;
        }

        bool isFirst = _skip < 0;
        if (Granule < 0 || (isFirst && packets == 0))
            return false; // The position is that of no packet, or of headers: the next page may say it.
        _isPlaced = true;
        MakeRoom();
        long start = Granule - total;
        if (isFirst)
        {
            if (start < 0 && page.IsLast)
                start = 0; // The only page: its end is cut.
            else if (start < 0 && codec.StartsAtZero)
                _skip += (int)Math.Min(-start, int.MaxValue);
            _position = start;
        }
        else
        {
            FindGap(start);
        }

        LimitToGranule();
        return _gap > 0;
    }

    private void FindGap(long start)
    {
        long gap = start - _position;
        if (gap != 0 || codec.Lap != 0)
            codec.Conceal(0, _samples);
        if (gap == 0)
            return; // Nothing to hear was lost.
        if (gap > 0 && gap <= Math.Min(MaxGapFrames, MaxGapSeconds * codec.Format!.Value.SampleRate))
        {
            _gap = gap;
            Damaged += (int)Math.Max(1, gap / Math.Max(1, _lastFrames));
            return;
        }

        // Nobody knows how much was lost: one packet.
        Damaged++;
        _gap = _lastFrames;
        if (!page.IsLast || gap > 0)
            _position = start - _gap;
    }

    private void LimitToGranule()
    {
        if (page.IsLast && Granule >= _position)
            _limit = Granule;
    }
}
