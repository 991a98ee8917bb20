using System.Numerics;

namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// Takes the packets of one stream from its pages (RFC 3533, 5). A packet that goes over pages is joined, up to 512
/// KiB; the end of a longer one is missing.
/// </summary>
/// <param name="page">Where the pages are.</param>
internal sealed class OggPacketReader(OggPageReader page)
{
    private const int MaxPacketBytes = 512 << 10;

    private byte[] _joined = [];
    private int _joinedBytes;
    private bool _isOpen; // a packet's beginning is joined, its end is on a page to come
    private bool _isHeadless; // a packet's end comes whose beginning is lost
    private int _segment;
    private int _offset;
    private uint? _sequence;

    /// <summary>Bytes of a packet whose end has not come.</summary>
    public int PendingBytes => _isOpen ? _joinedBytes : 0;

    /// <summary>Bytes of the page that no packet was taken from.</summary>
    public int BytesLeft => page.Body.Length - _offset;

    /// <summary>Begins the page.</summary>
    /// <returns>Whether pages, or parts of packets, are missing before it.</returns>
    public bool Begin()
    {
        bool isLoss = page.Sequence != (_sequence ?? page.Sequence);
        _sequence = page.Sequence + 1;
        if (isLoss)
            _isOpen = false;
        if (page.IsContinued != _isOpen)
        {
            // What begins on the page before goes on here, and nothing else.
            isLoss = true;
            _isOpen = false;
        }

        _isHeadless = page.IsContinued && !_isOpen;
        _segment = 0;
        _offset = 0;
        return isLoss;
    }

    /// <summary>Takes the next packet.</summary>
    /// <param name="packet">It is valid until the next call.</param>
    /// <returns>Whether one ends on the page.</returns>
    public bool Next(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        while (_segment < page.Lacing.Length)
        {
            bool ends = Measure(ref _segment, out int length);
            ReadOnlySpan<byte> part = page.Body.Slice(_offset, length);
            _offset += length;
            if (_isHeadless)
            {
                _isHeadless = !ends;
                continue;
            }

            if (!ends || _isOpen)
                Join(part);
            packet = _isOpen ? _joined.AsSpan(0, _joinedBytes) : part;
            _isOpen = !ends;
            if (ends)
                return true;
        }

        packet = default;
        return false;
    }

    /// <summary>Looks at the packets that <see cref="Next"/> will give from this page.</summary>
    /// <param name="cursor">0 for the first; afterwards for the next.</param>
    /// <param name="head">Room for the beginning of the packet; afterwards that.</param>
    /// <returns>Whether there is one.</returns>
    public bool Peek(ref OggCursor cursor, ref Span<byte> head)
    {
        if (!cursor.IsMoved)
            cursor = new OggCursor(_segment, _offset, _isHeadless, _isOpen);
        while (cursor.Segment < page.Lacing.Length)
        {
            int segment = cursor.Segment;
            bool ends = Measure(ref segment, out int length);
            ReadOnlySpan<byte> part = page.Body.Slice(cursor.Offset, length);
            bool isWhole = ends && !cursor.IsHeadless;
            bool isOpen = cursor.IsOpen;
            cursor = new OggCursor(segment, cursor.Offset + length, cursor.IsHeadless && !ends, false);
            if (!isWhole)
                continue;
            int before = isOpen ? Math.Min(head.Length, _joinedBytes) : 0;
            _joined.AsSpan(0, before).CopyTo(head);
            int rest = Math.Min(head.Length - before, length);
            part[..rest].CopyTo(head[before..]);
            head = head[..(before + rest)];
            return true;
        }

        return false;
    }

    // The segments of one packet: all that are full, and the one behind them.
    private bool Measure(ref int segment, out int length)
    {
        ReadOnlySpan<byte> lacing = page.Lacing[segment..];
        int full = lacing.IndexOfAnyExcept((byte)255);
        bool ends = full >= 0;
        if (!ends)
            full = lacing.Length;
        length = 255 * full + (ends ? lacing[full] : 0);
        segment += ends ? full + 1 : full;
        return ends;
    }

    private void Join(ReadOnlySpan<byte> part)
    {
        if (!_isOpen)
            _joinedBytes = 0;
        _isOpen = true;
        int count = Math.Min(part.Length, MaxPacketBytes - _joinedBytes);
        if (_joinedBytes + count > _joined.Length)
            Array.Resize(ref _joined, (int)BitOperations.RoundUpToPowerOf2((uint)(_joinedBytes + count)));
        part[..count].CopyTo(_joined.AsSpan(_joinedBytes));
        _joinedBytes += count;
    }
}
