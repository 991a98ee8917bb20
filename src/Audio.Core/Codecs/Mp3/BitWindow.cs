using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Audio.Core.Codecs.Mp3;

/// <summary>
/// The next bits of main data in a register, for Huffman codes: it looks at once at many bits, and takes as many as the
/// code has. Copy it into a local variable while it is used, so that it is in registers.
/// </summary>
internal ref struct BitWindow
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _bits; // the next one highest
    private int _count; // how many of them are known
    private int _next; // the first byte that is not known whole

    /// <summary>Stands at a bit; at least 8 bytes must follow what is read.</summary>
    public BitWindow(ReadOnlySpan<byte> bytes, int position)
    {
        _bytes = bytes;
        _next = position >> 3;
        Fill();
        Skip(position & 7);
    }

    /// <summary>The next bit to take.</summary>
    public readonly int Position => 8 * _next - _count;

    /// <summary>Makes the next 56 bits known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        _bits |= BinaryPrimitives.ReadUInt64BigEndian(_bytes[_next..]) >> _count;
        _next += (63 - _count) >> 3;
        _count |= 56;
    }

    /// <summary>Looks at the next bits: at least one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Peek(int bits) => (int)(_bits >> -bits); // the shift is modulo 64

    /// <summary>Passes over bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int bits)
    {
        _bits <<= bits;
        _count -= bits;
    }

    /// <summary>Takes the sign of a value, if it is not 0.</summary>
    /// <param name="size">The value without it.</param>
    /// <param name="isPresent">1 if the value is not 0, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float TakeSign(float size, int isPresent)
    {
        uint sign = (uint)(_bits >> 32) & 0x8000_0000;
        Skip(isPresent);
        return BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(size) ^ sign);
    }

    /// <summary>Takes a code.</summary>
    /// <returns>What it stands for.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int TakeCode(ReadOnlySpan<short> entries, int width)
    {
        int entry = entries[Peek(width)];
        int start = 0;
        while (entry < 0)
        {
            Skip(width);
            start += (1 << width) + ((entry & short.MaxValue) >> HuffmanTable.LinkBits);
            width = entry & ((1 << HuffmanTable.LinkBits) - 1);
            entry = entries[start + Peek(width)];
        }
        Skip(entry >> HuffmanTable.ValueBits);
        return entry & ((1 << HuffmanTable.ValueBits) - 1);
    }
}
