using System.Buffers.Binary;
using System.Numerics;

namespace Audio.Core.Codecs.Flac;

/// <summary>
/// Reads bits, highest first, through a cache of 64. It never reads beyond the bytes: callers look at <see
/// cref="Remaining"/> first.
/// </summary>
internal ref struct FlacBitReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _cache; // the next bits, from the top; those behind the counted ones are right, or 0
    private int _cached; // bits counted
    private int _next; // the byte behind them

    /// <summary>Starts in the middle.</summary>
    /// <param name="bytes">What to read.</param>
    /// <param name="position">The first bit to read.</param>
    public FlacBitReader(ReadOnlySpan<byte> bytes, long position)
    {
        _bytes = bytes;
        _next = (int)(position >> 3);
        int passed = (int)(position & 7);
        if (passed > 0)
        {
            _cache = (ulong)bytes[_next++] << (56 + passed);
            _cached = 8 - passed;
        }
    }

    /// <summary>The next bit to read.</summary>
    public readonly long Position => 8L * _next - _cached;

    /// <summary>Bits that are not read yet.</summary>
    public readonly long Remaining => 8L * _bytes.Length - Position;

    /// <summary>Reads an unsigned number of at most 32 bits.</summary>
    public uint Read(int bits)
    {
        if (bits == 0)
            return 0;
        if (_cached < bits)
            Fill();
        uint value = (uint)(_cache >> (64 - bits));
        _cache <<= bits;
        _cached -= bits;
        return value;
    }

    /// <summary>Reads a number of at most 32 bits in two's complement.</summary>
    public int ReadSigned(int bits) => bits == 0 ? 0 : (int)(Read(bits) << (32 - bits)) >> (32 - bits);

    /// <summary>Counts zeros up to the next one, and reads them and the one.</summary>
    /// <param name="zeros">Zeros counted so far; it goes on from there when more bytes have come.</param>
    /// <param name="behind">Bits that must be there behind the one; else the one is not read.</param>
    /// <returns>Whether the one was read.</returns>
    public bool TryReadUnary(ref uint zeros, int behind)
    {
        while (true)
        {
            if (_cached < 32)
                Fill();
            int run = Math.Min(BitOperations.LeadingZeroCount(_cache), _cached);
            bool isOne = run < _cached;
            bool isRead = isOne && Remaining > run + behind;
            int taken = isRead ? run + 1 : run;
            _cache = taken < 64 ? _cache << taken : 0;
            _cached -= taken;
            zeros += (uint)run;
            if (isOne || Remaining == 0)
                return isRead;
        }
    }

    /// <summary>Reads Rice-coded numbers (RFC 9639 section 9.2.7) until the target is full or the bytes end.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="parameter">The bits of a number that are stored as they are.</param>
    /// <param name="quotient">What is known of the number in which the bytes end; 0 at first.</param>
    /// <param name="isValid">Whether all of them have at most 32 bits; it stops at one that has not.</param>
    /// <returns>How many were read.</returns>
    public int ReadRice(Span<int> target, int parameter, ref uint quotient, out bool isValid)
    {
        isValid = true;
        for (int i = 0; i < target.Length; i++)
        {
            ulong cache = _cache;
            int cached = _cached;
            if (_next <= _bytes.Length - 8)
            {
                cache |= BinaryPrimitives.ReadUInt64BigEndian(_bytes[_next..]) >> cached;
                _next += (63 - cached) >> 3;
                cached |= 56;
            }
            int zeros = BitOperations.LeadingZeroCount(cache);
            int length = zeros + 1 + parameter;
            uint value;
            if (length <= cached && quotient == 0)
            {
                // Two shifts: one by 64 would be none.
                ulong low = cache << zeros << 1 >> 1 >> (63 - parameter);
                value = (uint)zeros << parameter | (uint)low;
                isValid = (ulong)zeros << parameter <= uint.MaxValue;
                _cache = cache << zeros << 1 << parameter;
                _cached = cached - length;
            }
            else
            {
                _cache = cache;
                _cached = cached;
                if (!TryReadUnary(ref quotient, parameter))
                    return i;
                isValid = (ulong)quotient << parameter <= uint.MaxValue;
                value = quotient << parameter | Read(parameter);
                quotient = 0;
            }
            if (!isValid)
                return i;
            target[i] = (int)(value >> 1) ^ -(int)(value & 1);
        }
        return target.Length;
    }

    // After Fabian Giesen's "Reading bits in far too many ways": the same bits may be OR-ed in again.
    private void Fill()
    {
        if (_next <= _bytes.Length - 8)
        {
            _cache |= BinaryPrimitives.ReadUInt64BigEndian(_bytes[_next..]) >> _cached;
            _next += (63 - _cached) >> 3;
            _cached |= 56;
            return;
        }

        while (_cached <= 56 && _next < _bytes.Length)
        {
            _cache |= (ulong)_bytes[_next++] << (56 - _cached);
            _cached += 8;
        }
    }
}
