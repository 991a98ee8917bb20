using System.Buffers.Binary;

namespace Audio.Core.Codecs.Mp3;

/// <summary>Reads bits of a few bytes, highest first; behind the end there are zeros.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The next bit to read.</summary>
    public readonly int Position => _position;

    /// <summary>Reads a number of at most 24 bits.</summary>
    public int Read(int bits)
    {
        if (bits == 0)
            return 0;
        int start = _position >> 3;
        uint value =
            start <= _bytes.Length - sizeof(uint)
                ? BinaryPrimitives.ReadUInt32BigEndian(_bytes[start..])
                : ReadLast(start);
        value = value << (_position & 7) >> (32 - bits);
        _position += bits;
        return (int)value;
    }

    /// <summary>Passes over bits.</summary>
    public void Skip(int bits) => _position += bits;

    private readonly uint ReadLast(int start)
    {
        uint value = 0;
        for (int i = start; i < start + sizeof(uint); i++)
            value = value << 8 | (i < _bytes.Length ? _bytes[i] : 0u);
        return value;
    }
}
