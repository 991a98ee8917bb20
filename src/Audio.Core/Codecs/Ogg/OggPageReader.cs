using System.Buffers.Binary;
using System.Numerics;

namespace Audio.Core.Codecs.Ogg;

/// <summary>
/// Finds the pages in a stream of bytes (RFC 3533, 6) and checks them. It takes no byte behind the page that it has
/// found, and holds at most one page: 65,307 bytes.
/// </summary>
internal sealed class OggPageReader
{
    private const int HeaderBytes = 27;
    private const int VersionOffset = 4;
    private const int CrcOffset = 22;

    // 27 bytes can claim a page of 64 KiB: a stream of nothing but claims would be read two thousand times over.
    private readonly ParsingBudget _budget = new();

    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _length; // from _start on
    private int _pageBytes; // of the page that was given out; 0: none
    private bool _isAligned; // "OggS" is at _start
    private bool _isDamaged; // bytes were skipped since the last page

    private static ReadOnlySpan<byte> Capture => "OggS"u8;

    /// <summary>Bytes that belong to no page.</summary>
    public long BytesSkipped { get; private set; }

    /// <summary>Whether bytes were skipped before this page, or, without a page, before the end.</summary>
    public bool IsAfterDamage { get; private set; }

    /// <summary>Bytes of what is not complete yet.</summary>
    public int PendingBytes => _length - _pageBytes;

    /// <summary>The bytes of the page.</summary>
    public int PageBytes => _pageBytes;

    /// <summary>Whether the page's first packet began on a page before.</summary>
    public bool IsContinued => (Held[5] & 1) != 0;

    /// <summary>Whether it is the first of its stream.</summary>
    public bool IsFirst => (Held[5] & 2) != 0;

    /// <summary>Whether it is the last of its stream.</summary>
    public bool IsLast => (Held[5] & 4) != 0;

    /// <summary>The position at the end of the last packet that ends on the page; -1: none does.</summary>
    public long Granule => BinaryPrimitives.ReadInt64LittleEndian(Held[6..]);

    /// <summary>The stream it belongs to.</summary>
    public uint Serial => BinaryPrimitives.ReadUInt32LittleEndian(Held[14..]);

    /// <summary>Its number in the stream.</summary>
    public uint Sequence => BinaryPrimitives.ReadUInt32LittleEndian(Held[18..]);

    /// <summary>The lengths of its segments.</summary>
    public ReadOnlySpan<byte> Lacing => Held.Slice(HeaderBytes, Held[HeaderBytes - 1]);

    /// <summary>Its segments.</summary>
    public ReadOnlySpan<byte> Body => Held[(HeaderBytes + Held[HeaderBytes - 1]).._pageBytes];

    private Span<byte> Held => _buffer.AsSpan(_start, _length);

    /// <summary>Reads until a page is complete. It stays until the next call.</summary>
    /// <param name="bytes">The next bytes; afterwards those that were not taken.</param>
    /// <returns>Whether there is one; if not, all bytes were taken.</returns>
    public bool Read(ref ReadOnlySpan<byte> bytes)
    {
        if (_pageBytes > 0)
        {
            Drop(_pageBytes);
            _pageBytes = 0;
            _isAligned = false;
        }

        while (_isAligned || Align(ref bytes))
        {
            int wanted = WantedBytes();
            if (_length > VersionOffset && Held[VersionOffset] != 0)
            {
                Reject(VersionOffset);
            }
            else if (_length < wanted)
            {
                if (!Take(ref bytes, wanted))
                    return false;
            }
            else if (!HasItsChecksum(wanted))
            {
                Reject(wanted);
            }
            else
            {
                _budget.Earn(wanted);
                _pageBytes = wanted;
                IsAfterDamage = _isDamaged;
                _isDamaged = false;
                return true;
            }
        }

        return false;
    }

    /// <summary>The stream has ended: finds the pages behind the beginning of one that never became whole.</summary>
    /// <returns>Whether there is one; if so, call it again.</returns>
    public bool ReadRest()
    {
        ReadOnlySpan<byte> none = default;
        while (!Read(ref none))
        {
            if (_length == 0)
            {
                IsAfterDamage = _isDamaged;
                return false;
            }

            Reject(_isAligned ? WantedBytes() : _length);
        }

        return true;
    }

    /// <summary>Skips what is held until "OggS", then what comes.</summary>
    private bool Align(ref ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            Skip(Find(Held));
            if (_length == 0)
            {
                int skipped = Find(bytes);
                bytes = bytes[skipped..];
                BytesSkipped += skipped;
                _isDamaged |= skipped > 0;
                Take(ref bytes, Capture.Length);
            }
            else if (_length < Capture.Length)
            {
                // A beginning of "OggS", which one byte more continues or not.
                if (!Take(ref bytes, _length + 1))
                    return false;
                continue;
            }

            _isAligned = _length >= Capture.Length;
            return _isAligned;
        }
    }

    /// <summary>Where "OggS" is, or at the end a part of it that more bytes may complete.</summary>
    private static int Find(ReadOnlySpan<byte> bytes)
    {
        int at = bytes.IndexOf(Capture);
        if (at >= 0)
            return at;
        for (int part = Math.Min(Capture.Length - 1, bytes.Length); part > 0; part--)
        {
            if (Capture.StartsWith(bytes[^part..]))
                return bytes.Length - part;
        }

        return bytes.Length;
    }

    /// <summary>As much of the page as is known: the header, then the lengths of the segments, then all.</summary>
    private int WantedBytes()
    {
        ReadOnlySpan<byte> held = Held;
        if (held.Length < HeaderBytes)
            return HeaderBytes;
        int all = HeaderBytes + held[HeaderBytes - 1];
        if (held.Length < all)
            return all;
        foreach (byte length in held[HeaderBytes..all])
            all += length;
        return all;
    }

    private bool HasItsChecksum(int pageBytes)
    {
        ReadOnlySpan<byte> page = Held[..pageBytes];
        uint crc = OggCrc.Add(0, page[..CrcOffset]);
        crc = OggCrc.Add(crc, [0, 0, 0, 0]);
        crc = OggCrc.Add(crc, page[(CrcOffset + sizeof(uint))..]);
        return crc == BinaryPrimitives.ReadUInt32LittleEndian(page[CrcOffset..]);
    }

    private void Reject(int claimed)
    {
        Skip(_budget.Spend(BytesSkipped, claimed) ? 1 : Math.Min(claimed, _length));
        _isAligned = false;
    }

    private void Skip(int count)
    {
        BytesSkipped += count;
        _isDamaged |= count > 0;
        Drop(count);
    }

    private void Drop(int count)
    {
        _start += count;
        _length -= count;
        if (_length == 0)
            _start = 0;
    }

    /// <summary>Takes bytes until so many are held.</summary>
    private bool Take(ref ReadOnlySpan<byte> bytes, int wanted)
    {
        int count = Math.Min(wanted - _length, bytes.Length);
        if (_start + wanted > _buffer.Length)
        {
            byte[] larger = wanted > _buffer.Length ? new byte[BitOperations.RoundUpToPowerOf2((uint)wanted)] : _buffer;
            Held.CopyTo(larger);
            _buffer = larger;
            _start = 0;
        }

        bytes[..count].CopyTo(_buffer.AsSpan(_start + _length));
        bytes = bytes[count..];
        _length += count;
        return _length >= wanted;
    }
}
