using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Audio.Protocol;

namespace Audio.Core.Codecs.Vorbis;

/// <summary>
/// A codebook (Vorbis I, 3): codewords for entries, which stand for numbers or vectors. The entries that have a
/// codeword are in the order of their codewords.
/// </summary>
internal sealed class VorbisCodebook
{
    private const int MaxTableBits = 9;
    private const int LengthBits = 6;
    private const uint Sync = 0x56_43_42; // "BCV"

    private readonly int[] _table; // by the next bits: place and length of the codeword; 0: it is longer, or none
    private readonly uint[] _codes; // from the highest bit on
    private readonly byte[] _lengths;
    private readonly int[] _entries;
    private readonly float[] _vectors;
    private readonly uint _tableMask;

    /// <summary>Reads a codebook.</summary>
    /// <param name="bits">The setup header.</param>
    /// <param name="budget">What its tables may take.</param>
    /// <exception cref="ProtocolException">It is damaged or too large.</exception>
    public VorbisCodebook(ref VorbisBits bits, VorbisBudget budget)
    {
        if (bits.Read(24) != Sync)
            throw VorbisSetup.Malformed("a codebook does not begin with its mark");
        Dimensions = (int)bits.Read(16);
        Entries = (int)bits.Read(24);
        if (Dimensions == 0)
            throw VorbisSetup.Malformed("a codebook has no dimensions");
        budget.Take(Entries);
        byte[] lengths = new byte[Entries];
        if (bits.ReadFlag())
            ReadOrdered(ref bits, lengths);
        else
            ReadUnordered(ref bits, lengths);
        if (bits.IsOver)
            throw VorbisSetup.Malformed("it ends within a codebook");
        int used = lengths.AsSpan().Length - lengths.AsSpan().Count((byte)0);
        budget.Take((long)used * (sizeof(uint) + sizeof(byte) + sizeof(int)));
        _entries = new int[used];
        _codes = new uint[used];
        AssignCodewords(lengths);
        Array.Sort(_codes, _entries);
        _lengths = Array.ConvertAll(_entries, entry => lengths[entry]);
        int longest = used == 0 ? 0 : _lengths.Max();
        int tableBits = Math.Min(longest, MaxTableBits);
        _tableMask = (1u << tableBits) - 1;
        budget.Take(sizeof(int) << tableBits);
        _table = new int[1 << tableBits];
        FillTable();
        _vectors = VorbisVectors.Read(ref bits, this, _entries, budget);
    }

    /// <summary>Numbers of a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Entries, with a codeword or not.</summary>
    public int Entries { get; }

    /// <summary>Whether its entries stand for vectors.</summary>
    public bool HasVectors => _vectors.Length > 0;

    /// <summary>Reads a codeword.</summary>
    /// <param name="bits">The packet.</param>
    /// <returns>Its place; -1: the packet is over, or damaged.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadPlace(ref VorbisBits bits)
    {
        ulong next = bits.Peek();
        int found = _table[(uint)next & _tableMask];
        if (found == 0)
            return ReadLong(ref bits, (uint)next);
        bits.Skip(found & ((1 << LengthBits) - 1));
        return bits.IsOver ? -1 : found >> LengthBits;
    }

    /// <summary>Reads the codeword of an entry.</summary>
    /// <param name="bits">The packet.</param>
    /// <returns>Its number; -1: the packet is over, or damaged.</returns>
    public int ReadEntry(ref VorbisBits bits)
    {
        int place = ReadPlace(ref bits);
        return place < 0 ? -1 : _entries[place];
    }

    /// <summary>The vector at the place of a codeword.</summary>
    public ReadOnlySpan<float> Vector(int place) => _vectors.AsSpan(place * Dimensions, Dimensions);

    private static void ReadOrdered(ref VorbisBits bits, byte[] lengths)
    {
        int length = (int)bits.Read(5) + 1;
        int entry = 0;
        while (entry < lengths.Length)
        {
            int left = lengths.Length - entry;
            int count = (int)bits.Read(VorbisSetup.BitsOf(left));
            if (count > left || length > 32)
                throw VorbisSetup.Malformed("the lengths of a codebook's words are wrong");
            lengths.AsSpan(entry, count).Fill((byte)length);
            entry += count;
            length++;
        }
    }

    private static void ReadUnordered(ref VorbisBits bits, byte[] lengths)
    {
        bool isSparse = bits.ReadFlag();
        for (int i = 0; i < lengths.Length && !bits.IsOver; i++)
        {
            if (!isSparse || bits.ReadFlag())
                lengths[i] = (byte)(bits.Read(5) + 1);
        }
    }

    /// <summary>
    /// Each entry gets the lowest codeword that is free (3.2.1). At each depth of the tree at most one node is free,
    /// and a deeper one is lower.
    /// </summary>
    private void AssignCodewords(byte[] lengths)
    {
        Span<uint> free = stackalloc uint[33];
        ulong isFree = 1; // the root
        int used = 0;
        for (int entry = 0; entry < lengths.Length; entry++)
        {
            int length = lengths[entry];
            if (length == 0)
                continue;
            ulong candidates = isFree & ((2UL << length) - 1);
            if (candidates == 0)
                throw VorbisSetup.Malformed("a codebook has more words than fit");
            int depth = BitOperations.Log2(candidates);
            uint code = free[depth];
            isFree &= ~(1UL << depth);
            for (int below = depth + 1; below <= length; below++)
            {
                free[below] = code | (1u << (32 - below));
                isFree |= 1UL << below;
            }

            _codes[used] = code;
            _entries[used++] = entry;
        }
    }

    private void FillTable()
    {
        int tableBits = BitOperations.PopCount(_tableMask);
        for (int place = 0; place < _codes.Length; place++)
        {
            // A single entry is meant whatever its bit is (errata 20150226).
            int length = _lengths[place];
            int step = _codes.Length == 1 ? 1 : 1 << Math.Min(length, tableBits);
            if (length > tableBits)
                continue;
            for (int at = (int)Reverse(_codes[place]); at < _table.Length; at += step)
                _table[at] = (place << LengthBits) | length;
        }
    }

    private int ReadLong(ref VorbisBits bits, uint next)
    {
        uint code = Reverse(next);
        int place = Array.BinarySearch(_codes, code);
        if (place < 0)
            place = ~place - 1;
        if (place < 0 || ((code ^ _codes[place]) >> (32 - _lengths[place])) != 0)
            return -1;
        bits.Skip(_lengths[place]);
        return bits.IsOver ? -1 : place;
    }

    private static uint Reverse(uint value)
    {
        value = ((value >> 1) & 0x5555_5555) | ((value & 0x5555_5555) << 1);
        value = ((value >> 2) & 0x3333_3333) | ((value & 0x3333_3333) << 2);
        value = ((value >> 4) & 0x0F0F_0F0F) | ((value & 0x0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(value);
    }
}
